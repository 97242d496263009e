export const passkey = {
  heading: 'パスキー',
  explain:
    '指紋や顔、画面ロックの番号でサインインできます。パスワードと違って、人に教えてしまうことがありません。スマホと PC など、2 つ以上あると安心です。',
  empty: 'パスキーはまだありません。',
  add: 'パスキーを追加',
  addExplain: 'あとで見分けられる名前を付けてください。',
  make: 'パスキーを作る',
  making: '端末の指示に従ってください…',
  name: 'パスキーの名前',
  nameMissing: '名前を入力してください。',
  added: '追加 {{time}}',
  used: '最後に使用 {{time}}',
  neverUsed: 'まだ使っていません',
  synced: '同期',
  syncedHint: 'パスワードマネージャーに保存され、ほかの端末でも使えます',
  suspect: '複製の疑い',
  suspectHint:
    '同じパスキーが 2 つあるかもしれないため、使えなくしました。心当たりがなければ、管理者に知らせてください。',
  rename: '名前を変える',
  renameLabel: '名前を変える：{{name}}',
  renameTitle: 'パスキーの名前を変える',
  renameConfirm: '変える',
  remove: '削除',
  removeLabel: '削除：{{name}}',
  removeTitle: '「{{name}}」を削除しますか？',
  removeExplain:
    'このパスキーではサインインできなくなり、これで入った端末はサインアウトします。端末に残ったパスキーは、端末の設定から消してください。',
  removeConfirm: '削除する',
  trouble: {
    cancelled: 'パスキーを使えませんでした。取り消したか、この端末に合うパスキーがありません。',
    known: 'この端末のパスキーは、もう登録されています。',
    unsupported: 'このブラウザか端末では、パスキーを使えません。別の端末をお試しください。',
    place:
      'このアドレスではパスキーを使えません。案内されたアドレス（https:// または localhost）で開いてください。',
    unverified: '本人確認をやめたので、何も変えていません。',
  },
};

export const device = {
  words: '{{system}} の {{browser}}',
  browser: { chrome: 'Chrome', edge: 'Edge', firefox: 'Firefox', safari: 'Safari', other: 'ブラウザ' },
  system: {
    windows: 'Windows',
    mac: 'Mac',
    ios: 'iPhone・iPad',
    android: 'Android',
    linux: 'Linux',
    chromeos: 'Chromebook',
    other: 'ほかの端末',
  },
};

export const authenticator = {
  heading: '認証アプリ',
  explain: 'パスキーを使えない端末では、パスワードと、認証アプリに出る 6 桁のコードでサインインします。',
  explainDemo: 'デモではパスワードだけで入れます。本番では、パスワードに加えて 6 桁のコードが要ります。',
  empty: '認証アプリは設定していません。',
  app: '認証アプリ',
  since: '設定 {{time}}',
  setUp: '認証アプリを設定',
  qr: '認証アプリで読み取る QR コード',
  scan: '認証アプリで QR コードを読み取り、出てきた 6 桁のコードを下に入力してください。',
  byHand: '読み取れないときは、このキーをアプリに入力してください。',
  confirm: '設定する',
  remove: '設定を消す',
  removeTitle: '認証アプリの設定を消しますか？',
  removeExplain: 'アプリに出るコードは使えなくなります。',
};

export const sessions = {
  heading: 'サインイン中の端末',
  explain: '心当たりのない端末があれば、終了してください。数秒でサインアウトします。',
  current: 'この端末',
  since: '開始 {{time}}',
  seen: '最後の操作 {{time}}',
  end: '終了する',
  endLabel: '終了する：{{name}}',
  method: {
    passkey: 'パスキー',
    'single-sign-on': '組織のアカウント',
    password: 'パスワード',
    'password-totp': 'パスワードと認証アプリ',
  },
};

export const security = {
  heading: 'サインインの設定',
  link: 'サインインの設定：{{name}} さん',
  recovery:
    '{{name}} さんが {{time}} に、あなたのサインインの復旧を始めました。頼んだ覚えがなければ、すぐに別の管理者へ知らせてください。',
};

export const verification = {
  title: 'ご本人ですか？',
  explain: '大切な操作の前に、もう一度確認させてください。',
  passkey: 'パスキーで確認',
  submit: 'パスワードで確認',
  singleSignOn: '{{name}}で確認（別のタブ）',
  signOnGoOn: '確認できたので続ける',
  signOnDone: '確認できました。このタブを閉じて、元の画面で続けてください。',
  signOnRefused:
    '確認できませんでした。このタブを閉じて、元の画面からもう一度お試しください。続くときは、パスキーを使うか、管理者に相談してください。',
  signInAgain: '確認には、サインインし直してください。パスキーを追加しておくと、次からはここで確認できます。',
};

export const join = {
  heading: 'はじめてのサインイン',
  welcome: '{{name}} さん、ようこそ',
  welcomeBack: '{{name}} さん、おかえりなさい',
  replaces: '新しいサインインの方法を作ると、これまでのパスキーと認証アプリは使えなくなります。',
  passkeyExplain:
    'この端末にパスキーを作ります。次からは、指紋や顔、画面ロックの番号でサインインできます。このリンクは 1 度だけ使えます。',
  passwordExplain: 'パスワードを決めて、認証アプリを設定してください。サインインには両方を使います。',
  newPassword: '新しいパスワード',
  newPasswordShort: '{{count}} 文字以上にしてください。',
  incomplete: 'リンクが途中で切れています。もらったアドレスを、終わりまでコピーして開いてください。',
  known: 'パスキーをもう作ってあれば、そのままサインインできます。',
  toSignIn: 'サインインの画面へ',
  submit: '決めてサインイン',
  ratherPassword: 'パスキーを使えない端末のとき',
  ratherPasskey: 'パスキーを作る',
};

export const people = {
  heading: '職員',
  explain: 'だれが、どうやってサインインするかの一覧です。',
  add: '職員を加える',
  addTitle: '職員を加える',
  addExplain: '加えたあとに、サインインのリンクを作ってわたしてください。',
  change: '変更する',
  changeTitle: '{{name}} さんの設定を変えますか？',
  ownRoles: '自分の役割や公式アカウントは、ほかの管理者が変えます。',
  changeExplain:
    '役割や公式アカウントを変えると、本人はサインインし直しになります。外した公式アカウントで担当中の相談は、待ち列か SV に戻ります。',
  name: '名前',
  loginHint: '英小文字と数字で。あとから変えられません。',
  loginWrong: '英小文字と数字、. _ @ - で入力してください。',
  administrator: '管理者（公式アカウントと職員を管理します。相談は読めません）',
  memberships: '公式アカウントでの役割',
  noMember: 'なし',
  noAccounts: '公式アカウントがまだありません。あとから加えられます。',
  capacity: '同時に担当できる相談',
  professions: '専門職',
  languages: '日本語のほかに答えられる言語',
  languagesHint: 'en、zh、ko のような略号を、空白で区切って。',
  languagesWrong: 'en、zh、ko のような 2〜3 文字の略号で入力してください。',
  deactivate: '停止する',
  deactivateTitle: '{{name}} さんを停止しますか？',
  deactivateExplain:
    'すぐにサインアウトになり、もう入れません。担当中の相談は、待ち列か SV に戻ります。書いた記録は残ります。',
  activate: '停止を解く',
  activateTitle: '{{name}} さんの停止を解きますか？',
  activateExplain: 'これまでのサインインの方法で、また入れるようになります。',
  role: {
    counselor: '相談員',
    'senior-counselor': '主任相談員',
    supervisor: 'SV',
    administrator: '管理者',
    auditor: '監査担当',
    commissioner: '委託元',
  },
  noRole: '役割なし',
  and: '・',
  inactive: '停止中',
  passkeys_other: 'パスキー {{count}} 個',
  suspectPasskeys_other: '複製の疑いで止めたパスキー {{count}} 個',
  totp: '認証アプリ',
  singleSignOn: '組織のアカウント',
  none: {
    passkey: 'サインインの方法がまだありません',
    'passkey-or-single-sign-on': '組織のアカウント（まだ使っていません）',
    'passkey-or-password-totp': 'サインインの方法がまだありません',
    'demo-password': 'デモのパスワード',
  },
  signedIn_other: 'サインイン中 {{count}} 台・最後の操作 {{time}}',
  notSignedIn: 'サインインしていません',
  linkOpen: 'リンク未使用（{{time}} まで）',
  actionLabel: '{{action}}：{{name}} さん',
  makeLink: 'サインインのリンクを作る',
  linkTitle: '{{name}} さんのリンクを作りますか？',
  linkExplain:
    'このリンクを開いた人が、{{name}} さんとしてパスキーを作れます。ほかの人の手に渡らないよう、本人に直接わたしてください。前に作ったリンクは使えなくなります。',
  madeTitle: '{{name}} さんのリンク',
  madeExplain: '1 度だけ、{{time}} まで使えます。',
  madeOnce: '閉じると、もう表示できません。対面や、本人と確かめた電話など、確かな方法でわたしてください。',
  copy: 'コピー',
  copied: 'コピーしました',
  endSessions: 'サインアウトさせる',
  endSessionsTitle: '{{name}} さんをすべての端末からサインアウトさせますか？',
  endSessionsExplain: '担当中の相談があれば、待ち列に戻るか、SVに引き継がれます。',
  openRecovery: '復旧を始める',
  recoveryTitle: '{{name}} さんのサインインを復旧しますか？',
  recoveryExplain:
    '端末をなくしたときなど、入れなくなった人のための手続きです。別の管理者が確認すると、新しいリンクができます。本人の画面にも知らせます。',
  recoveryHint: '本人だと確かめた方法も書いてください。',
  recoveryBy: '{{name}} さんが {{time}} に復旧を始めました',
  recoveryCheck: '本人からの頼みだと、あなた自身で確かめてください（{{time}} まで）。',
  recoveryWaits: '別の管理者の確認を待っています（{{time}} まで）。',
  cancelRecovery: '取りやめる',
  confirmRecovery: '確認してリンクを作る',
  unvouchedBy: 'まだ「もう 1 人」には数えられません（{{names}} さんが招いた管理者です）',
  unvouched: 'まだ「もう 1 人」には数えられません',
  vouchCheck: '復旧や開示など、2 人で行う操作に加わるには、あなたの確認が必要です。',
  vouchWaits:
    '復旧や開示など、2 人で行う操作には、招いた人とは別の管理者の確認が必要です。いないときは、サーバーで npm run staff:vouch -- {{login}} を実行してください。',
  vouchOwn:
    '復旧や開示など、2 人で行う操作に加わるには、あなたを招いた人とは別の管理者に、本人だと確かめてもらってください。いないときは、サーバーで npm run staff:vouch -- {{login}} を実行します。',
  vouch: '本人だと確かめた',
  vouchTitle: '{{name}} さん本人だと確かめましたか？',
  vouchExplain: '{{name}} さん本人に、会うか、声を知っている電話で、2 つ聞いてください。',
  vouchLink: '招待のリンクは、自分で使いましたか？',
  vouchPasskeys_other: '本人の「{{screen}}」にあるパスキーは {{count}} 個で、どれも自分のものですか？',
  vouchThen:
    'どちらも「はい」のときだけ押してください。このあとは、復旧や開示など、2 人で行う操作に加われます。',
  confirmTitle: '{{name}} さんの復旧を確認しますか？',
  confirmExplain:
    '本人からの頼みだと確かめましたか？ 新しいリンクが使われると、これまでのパスキーと認証アプリは使えなくなります。',
};
