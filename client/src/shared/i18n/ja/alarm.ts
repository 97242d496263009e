/** What is wrong with an account, and what a counselor can do about it. */
export const alarm = {
  region: '公式アカウントのお知らせ',
  since: '{{time}} から',
  figures: '今月 {{used}} / {{limit}} 通',
  'channel-silent': 'LINE からの受信が途絶えています',
  'quota-80': '今月の送信数が上限の 80% を超えました',
  'quota-95': '今月の送信数が上限の 95% を超えました',
  'quota-used-up': '今月の送信数の上限に達しました',
  'bot-suspended': 'LINE がこのアカウントを停止しています',
  'token-refused': 'LINE がこのアカウントの認証を拒んでいます',
  'hours-broken': '受付時間の設定が読めません',
  understaffed: '対応できる相談員が足りません',
  detail: {
    'channel-silent': '相談が届いていないおそれがあります。管理者に知らせてください。',
    'quota-80': '残りが少なくなっています。管理者に知らせてください。',
    'quota-95': 'まもなく送れなくなります。管理者に知らせてください。',
    'quota-used-up': '上限を増やすまで、返信は届きません。すぐに管理者に知らせてください。',
    'bot-suspended': '受信も返信もできません。管理者に知らせてください。',
    'token-refused': '返信は届きません。管理者に知らせてください。',
    'hours-broken': '相談者には緊急用の案内を送っています。管理者に知らせてください。',
    understaffed: '受付中の人数が、決めた最低人数を下回っています。応援を呼んでください。',
  },
};
