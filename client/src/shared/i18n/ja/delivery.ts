export const delivery = {
  because: '：{{reason}}',
  waiting: '送信中',
  retrying: '再送しています',
  held: 'まだ送れていません',
  accepted: 'LINE が受け付けました',
  failed: '送れませんでした',
  unknown: '届いたか分かりません',
  unreachable: '届きません（ブロック中）',
  unsure: 'サーバーに届いたか、確かめられませんでした',
  resend: 'もう一度送る',
  resending: '送り直しています…',
  discard: '取り消して入力欄に戻す',
  answer: 'LINE の返答（{{status}}）：{{message}}',
  sureQuestion: '二重に届くかもしれません',
  sureExplain:
    '前の送信がどうなったか、LINE からはっきりした答えがありません。もう届いているかもしれません。もう一度送ると、相談者に同じ文が 2 回届くことがあります。',
  sureConfirm: 'それでも送る',
  sureCancel: 'やめる',
};

export const reason = {
  'line-unavailable': 'LINE に接続できません',
  'line-timeout': 'LINE から応答がありません',
  'rate-limited': 'LINE の送信制限にかかりました',
  refused: 'LINE が受け付けませんでした',
  'token-refused': '公式アカウントの認証が通りません。管理者に知らせてください',
  'too-large': 'LINE の上限を超えています',
  'month-limit': '今月の送信数の上限に達しました',
  expired: '届いたか確かめられないまま、再送の期限が過ぎました',
  'outcome-unknown': 'LINE から応答がなく、届いたか確かめられませんでした',
  'nothing-to-send': '送る内容が残っていません',
};
