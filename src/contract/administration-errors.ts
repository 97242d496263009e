/** What stands in the way of an administrator. Part of the catalogue in `error-catalogue.ts`. */
export const administrationErrors = {
  account_exists: {
    status: 409,
    ja: 'この ID の公式アカウントは、もう登録されています。',
    en: 'There is an account with this id already.',
  },
  bot_user_id_taken: {
    status: 409,
    ja: 'このボットのユーザー ID は、別の公式アカウントで使われています。',
    en: 'Another account has this bot user id.',
  },
  hours_missing: {
    status: 409,
    ja: '受付時間がまだありません。先に受付時間を決めてください。',
    en: 'This account has no opening hours yet. Please set them first.',
  },
  line_check_too_soon: {
    status: 429,
    ja: 'LINE への確認は 1 分に 1 回までです。あと {seconds} 秒ほどお待ちください。',
    en: 'LINE is asked once a minute at most. Please wait about {seconds} seconds.',
  },
  test_caller_not_found: {
    status: 404,
    ja: 'このテスト相手は見つかりません。',
    en: 'There is no such test caller.',
  },
  retention_erases: {
    status: 409,
    ja: '保存期間を短くすると、次の夜に {count} 人の記録が消えます。消してよければ、この人数を確かめて保存してください。',
    en: 'With the shorter time, the next night erases the records of {count} people. If that is meant, save it once more with this number.',
  },
  stale_edit: {
    status: 409,
    ja: 'ほかの人が先に変更しました。新しい内容を確かめてから、もう一度保存してください。',
    en: 'Somebody else changed this first. Please look at what it is now, and save again.',
  },
  login_taken: {
    status: 409,
    ja: 'このログイン名は、もう使われています。',
    en: 'This sign-in name is taken.',
  },
  last_administrator: {
    status: 409,
    ja: '最後の管理者です。先に、ほかの人を管理者にしてください。',
    en: 'This is the last administrator. Please make somebody else one first.',
  },
  not_for_oneself: {
    status: 409,
    ja: '自分自身を停止することはできません。ほかの管理者に頼んでください。',
    en: 'You cannot switch yourself off. Please ask another administrator.',
  },
  own_roles: {
    status: 409,
    ja: '自分の役割や公式アカウントは、自分では変えられません。ほかの管理者に頼んでください。ほかにいないときは、サーバーの PROVISION_FILE で変えてください。',
    en: 'You cannot change your own roles or accounts. Please ask another administrator; where there is none, change them in PROVISION_FILE on the server.',
  },
} as const;
