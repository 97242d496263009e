export const administration = {
  navigation: '管理するもの',
  home: '管理の入口',
  accounts: '公式アカウント',
  back: '公式アカウントの一覧へ',
};

export const progress = {
  heading: '始めるまで',
  open_other: 'あと {{count}} つです。途中でやめても、続きから始められます。',
  allDone: 'すべて済んでいます。',
  done: '済み',
  notDone: 'まだ',
  account: '{{name}}：',
  at: '（{{time}}）',
  step: {
    own: {
      name: '自分のサインインを作る',
      todo: 'パスキーか認証アプリを用意してください。',
      done: '自分でサインインできます。',
    },
    account: {
      name: '公式アカウントを登録する',
      todo: 'LINE のチャネルを登録してください。',
      done: '登録してあります。',
    },
    hours: { name: '受付時間を決める', todo: '受付時間を決めてください。', done: '決めてあります。' },
    line: {
      name: 'LINE とつなぐ',
      todo: 'Webhook URL を LINE に入れて、「LINE に確かめる」を押してください。',
      done: 'LINE とつながっています。',
    },
    people: {
      name: '相談員を加える',
      todo: '相談員を加え、サインインのリンクをわたしてください。',
      done: 'サインインできる職員がいます。',
    },
    activate: {
      name: '公式アカウントを動かす',
      todo: '公式アカウントを「動かす」にしてください。',
      done: '動いています。',
    },
    message: {
      name: '最初のメッセージを受け取る',
      todo: '自分の LINE から送ってみてください。届くと、ここに出ます。',
      done: '届きました。',
    },
  },
};

export const file = {
  heading: '設定ファイル',
  given:
    'このサーバーは設定ファイル（PROVISION_FILE）で起動しています。画面で変えた設定は、ファイルの同じ部分を書きかえて起動し直すまで、そのまま残ります。',
  none: 'このサーバーは設定ファイル（PROVISION_FILE）なしで動いています。設定は、この画面だけで変わります。',
  same: 'いまの設定は、ファイルと同じです。',
  differing: 'ファイルと違うところ：',
  differs: 'ファイルと違います：{{parts}}',
  section: {
    account: '公式アカウント',
    hours: '受付時間',
    texts: '文と電話番号',
    checklist: '緊急時の手順',
    staff: '職員',
    signIn: 'サインインの決まり',
  },
  place: '{{section}} {{id}}',
  download: 'いまの設定をダウンロード（YAML）',
  downloadExplain:
    'シークレットとパスワードは入っていません。シークレットの場所には、環境変数の名前が入ります。',
};
