/** The waiting list, and what people decide about a ticket. */
export const risk = {
  word: 'リスク',
  mark: 'リスク：{{level}}',
  level: { none: 'なし', watch: '見守り', high: '高い', imminent: '切迫' },
  hint: {
    none: 'いまのところ、心配はない',
    watch: '気がかりがある。目を離さない',
    high: '命の危険が考えられる。先に担当する',
    imminent: 'いま命が危ない。SVをすぐに呼ぶ',
  },
  button: 'リスク：{{level}}（見直す）',
  title: 'リスクの見立て：{{alias}}（No. {{number}}）',
  label: 'どれくらい心配ですか',
  reasonHint: '相談者のことばや様子を、短くそのまま。相談者には見えません。',
  save: '記録する',
  history: 'これまでの記録',
  historyEmpty: 'まだ記録はありません。',
  picked_other: '{{count}} 人より先に担当',
  noReason: '（理由は残っていません）',
};

export const reasonField = { label: '理由', missing: '理由を書いてください。' };

export const profession = {
  counselor: '相談員',
  nurse: '看護師',
  doctor: '医師',
  'legal-officer': '法律の専門職',
};

/** What supervisors must know about a ticket at once. */
export const ticketAlarm = {
  region: '相談のアラート',
  kind: {
    risk: 'リスクが「{{level}}」と記録されました',
    'at-risk-idle': 'リスクのある相談が、動かないままです',
    'at-risk-left': 'リスクのある相談者が、列から離れました',
    'at-risk-closing': 'リスクのある相談者が、待ったまま受付が終わりました',
    vanished: '担当の相談員との接続が切れたままです',
    'reply-overdue': '返信を待つ時間が、目標を過ぎました',
    'time-up': '目安の時間を過ぎました',
    emergency: '相談員が緊急対応を始めました',
    'emergency-overdue': '緊急対応の手順が、時間を過ぎています',
    consult: '相談員が「見てほしい」と呼んでいます',
    'consult-overdue': '相談員が呼んでいますが、まだだれも見ていません',
    unmasked: '{{names}} さんが、相談者の LINE での名前を表示しました',
    'approval-overdue': '返信が確認を待ったままです。相談者にはまだ届いていません',
  },
  about: '{{alias}} No. {{number}}',
  ended: 'この相談は終了しています',
  open: '相談を見る',
  openLabel: '相談を見る：{{alias}}（No. {{number}}）',
  seen: '確認した',
  reason: '理由：{{words}}',
  reasonOf: '{{name}} さんの理由：{{words}}',
  reasonGone: '消去済みのため、理由は読めません',
  seenLabel: '確認した：{{alias}}（No. {{number}}）{{what}}',
};

export const followUp = {
  heading: 'フォローの一覧',
  empty: 'フォローが要る相談はありません。列を離れた人は、ここに残ります。',
  reason: {
    left: '順番待ちをやめました',
    blocked: '待つあいだに、ブロックしました',
    closing: '待つあいだに、受付が終わりました',
    full: '混み合っていて、列に入れませんでした',
    limit: 'ご利用の上限に達していました',
    muted: 'ミュート中です',
    vanished: '担当の相談員が離れました',
    'out-of-hours': '受付時間外に書きました',
    'not-sent': '返信が届いていませんでした',
  },
  since: '（{{age}}前）',
  ready: 'フォローの 1 通を送れます',
  obstacle: {
    early: 'フォローの 1 通は {{time}} から送れます',
    sent: 'フォローの 1 通は {{time}} に送りました',
    blocked: 'ブロックされているため、送れません',
    standby: 'LINE の別の機能が応答しているため、送れません',
    muted: 'ミュート中は送れません',
  },
  action: { line: '列に戻す', message: 'フォローの 1 通を送る', close: 'フォローを終える' },
  title: {
    line: '{{alias}}（No. {{number}}）を列に戻しますか？',
    message: '{{alias}}（No. {{number}}）に送りますか？',
    close: '{{alias}}（No. {{number}}）のフォローを終えますか？',
  },
  explain: {
    line: '待っている人のうしろに入り、相談者に順番をお知らせします。',
    message: '次の文を、相談者に 1 度だけ送ります。',
    close: '相談を終了します。相談者がまた書いたときは、新しい相談になります。',
  },
  confirm: { line: '列に戻す', message: '送る', close: '終える' },
  muteOver: 'ミュートは終わりました',
  mutedLine: 'ミュートを解除すると、列に戻ります',
  guardedClose: 'リスクのある相談やミュート中の相談は、SVが終えます',
};

export const outOfTurn = {
  reasonTitle: '順番より先に担当しますか？：{{alias}}（No. {{number}}）',
  reasonExplain: '先に待っている人がいます。理由は、この相談の記録に残ります。',
  firstTitle: '先に待っている人がいます',
  firstExplain: '相談は、待っている順に担当します。かわりに、いま先頭の人を担当しますか。',
  takeFirst: '先頭の人を担当する',
};

export const mute = {
  heading: 'ミュート',
  hint: 'ミュート中も、届いたことばは残ります。リスクが記録されると、すぐに解除されます。',
  action: 'ミュートする',
  atRisk: 'リスクのある相談は、ミュートできません',
  title: 'ミュート：{{alias}}（No. {{number}}）',
  explain:
    '決めた時間のあいだ、列に入らず、こちらからは何も送りません。届いたことばは残り、いつでも読めます。リスクが記録されると、すぐに解除されます。',
  howLong: 'いつまで',
  choice: { hour: '1 時間', evening: '6 時間', day: '1 日', week: '7 日' },
  reasonHint: 'ほかのSVが読み返します。',
  confirm: 'ミュートする',
  empty: 'ミュートした相談者はいません。',
  running: 'ミュート中',
  until: '{{time}} まで',
  was: '{{time}} に終わりました',
  lifted: '{{name}} さんが {{time}} に解除',
  by: '{{name}} さん {{time}}',
  lift: '解除',
  liftLabel: 'ミュートを解除：{{alias}}（No. {{number}}）',
  liftTitle: '{{alias}}（No. {{number}}）のミュートを解除しますか？',
  liftExplain: '相談者は列に戻り、順番のお知らせが届きます。',
  liftConfirm: '解除する',
};

export const timeLimit = {
  left: '残り {{age}}',
  since: '{{age}} 過ぎました',
  ending: 'そろそろ、まとめの時間です',
  over: '目安の時間になりました',
  nothingEnds: '自動では終わりません。必要なら延長できます。',
  nothingEndsAsk: '自動では終わりません。延長は、SVに頼めます。',
  extend: '延長',
  title: '時間を延ばす：{{alias}}（No. {{number}}）',
  explain: '相談者には知らせません。過ぎているときは、いまから数えます。',
  howLong: 'どれくらい',
  minutes: '{{minutes}} 分',
  confirm: '延ばす',
};

export const ticketAction = {
  menu: 'そのほかの操作：{{alias}}（No. {{number}}）',
  risk: 'リスクを記録する',
  read: '読む（閲覧のみ）',
};
