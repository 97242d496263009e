/** Errors of signing in and of everything by which a person gets in; part of the one catalogue. */
export const signInErrors = {
  sign_in_failed: {
    status: 401,
    ja: 'サインインできませんでした。入力した内容を確かめてください。',
    en: 'We could not sign you in. Please check what you entered.',
  },
  sign_on_differs: {
    status: 401,
    ja: 'この名前は、別の組織アカウントと結びついています。ご本人なら、管理者に「復旧」を頼んでください。',
    en: 'This name is tied to another account of your organisation. If it is you, please ask an administrator for a recovery.',
  },
  passkey_refused: {
    status: 401,
    ja: 'このパスキーは使えませんでした。もう一度試すか、別のパスキーを使ってください。',
    en: 'This passkey was not accepted. Please try again, or use another one.',
  },
  verification_required: {
    status: 403,
    ja: '続けるには、もう一度本人確認をしてください。',
    en: 'Please confirm once more that it is you.',
  },
  verification_failed: {
    status: 403,
    ja: '本人確認ができませんでした。もう一度お試しください。',
    en: 'We could not confirm that it is you. Please try again.',
  },
  passkey_not_found: {
    status: 404,
    ja: 'このパスキーは見つかりません。',
    en: 'There is no such passkey.',
  },
  session_not_found: {
    status: 404,
    ja: 'このサインインは、もう終わっています。',
    en: 'That session has ended already.',
  },
  person_not_found: {
    status: 404,
    ja: 'この職員は見つかりません。',
    en: 'There is no such person.',
  },
  last_way_in: {
    status: 409,
    ja: 'これを消すと、サインインできなくなります。先に別のパスキーを登録してください。',
    en: 'Without this you could not sign in any more. Please add another passkey first.',
  },
  passkey_known: {
    status: 409,
    ja: 'このパスキーは、もう登録されています。',
    en: 'This passkey is registered already.',
  },
  code_refused: {
    status: 409,
    ja: '確認コードが違うか、もう使われています。アプリに次のコードが出てから入力してください。',
    en: 'The code is wrong or has been used. Please wait for the next one in your app.',
  },
  totp_not_open: {
    status: 409,
    ja: '認証アプリの設定を、はじめからやり直してください。',
    en: 'Please start again with setting up the authenticator app.',
  },
  password_common: {
    status: 409,
    ja: 'このパスワードは、よく使われるものや、流出したものの一覧にあります。別のものにしてください。',
    en: 'This password is on a list of common or leaked ones. Please choose another.',
  },
  password_not_allowed: {
    status: 409,
    ja: 'この役割では、パスキーだけが使えます。',
    en: 'With this role, only a passkey will do.',
  },
  link_unusable: {
    status: 410,
    ja: 'このリンクは使えません。期限が過ぎたか、もう使われています。管理者に新しいリンクを頼んでください。',
    en: 'This link can’t be used: it has run out or has been used. Please ask an administrator for a new one.',
  },
  recovery_needed: {
    status: 409,
    ja: 'この人はもうサインインの手段を持っています。入れなくなったときは「復旧」を始めてください。',
    en: 'This person can sign in already. If they have lost their way in, please start a recovery.',
  },
  recovery_open: {
    status: 409,
    ja: 'この人の復旧は、もう始まっています。',
    en: 'A recovery is open for this person already.',
  },
  recovery_not_open: {
    status: 409,
    ja: 'この人の復旧は、始まっていないか、期限が過ぎています。',
    en: 'No recovery is open for this person, or it has run out.',
  },
  recovery_needs_another: {
    status: 403,
    ja: '復旧を確認できるのは、始めた人でも本人でもない、別の管理者だけです。',
    en: 'A recovery is confirmed by another administrator: not by who opened it, and not by the person themselves.',
  },
  recovery_not_for_oneself: {
    status: 403,
    ja: '自分の復旧は、ほかの管理者に頼んでください。',
    en: 'Please ask another administrator to recover your own account.',
  },
  not_vouched_for: {
    status: 403,
    ja: '2 人で行う操作です。あなたを招いた人とは別の管理者に、先に「職員」の画面で「本人だと確かめた」を押してもらってください。',
    en: 'This takes two people. First, please have an administrator who had no part in letting you in vouch for you.',
  },
  vouch_needs_another: {
    status: 403,
    ja: '本人だと確かめられるのは、この人を管理者にしたり招いたりしていない、別の管理者だけです。',
    en: 'Only an administrator who had no part in letting this person in can vouch for them.',
  },
} as const;
