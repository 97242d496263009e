/** Coming in, staying in and going out. */
export const session = {
  heading: 'サインイン',
  login: 'ログイン名',
  password: 'パスワード',
  submit: 'サインイン',
  submitting: '確認しています…',
  loginMissing: 'ログイン名を入力してください。',
  passwordMissing: 'パスワードを入力してください。',
  passkey: 'パスキーを使う',
  passkeyHint:
    '指紋や顔、画面ロックの番号で入れます。はじめての方は、管理者からもらったリンクを開いてください。',
  withPassword: 'パスワードと認証アプリで入る',
  or: 'または',
  singleSignOn: '{{name}}で入る',
  signOnRefused: '組織のアカウントでは入れませんでした。もう一度試すか、管理者に相談してください。',
  signOnDiffers:
    'この名前は、別の組織アカウントと結びついています。ご本人なら、管理者に「復旧」を頼んでください。',
  code: '確認コード（6 桁）',
  codeMissing: '認証アプリに出ている 6 桁の数字を入力してください。',
  firstRun:
    'まだ管理者がいません。サーバーを動かしている人が、起動した画面のリンクを開くか、次のコマンドでリンクを作ってください： npm run staff:link -- <ログイン名> --first <名前>',
  ending_other: 'あと{{count}}分でサインアウトします。続けるときは「続ける」を押してください。',
  goOn: '続ける',
  signOut: 'サインアウト',
  ended: 'サインインの期限が切れました。もう一度サインインしてください。',
};
