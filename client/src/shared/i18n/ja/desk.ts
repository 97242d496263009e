/** What was said before. */
export const history = {
  earlier: '以前のメッセージを表示',
  loading: '以前のメッセージを読み込んでいます…',
  late: '遅れて届いたメッセージがあります',
  toBottom: 'いちばん新しいメッセージへ',
  findDay: '{{date}}。日付で探す',
};

/** Replies that are still here. */
export const outgoing = {
  held: 'まもなく送ります',
  sending: '送信中',
  waiting: '送信待ち（つながりしだい送ります）',
  unsent: '未送信',
  undo: '取り消す',
  now: 'いま送る',
};

/** The same where a supervisor looks at it before it leaves. */
export const outgoingReview = {
  held: 'まもなく、SVの確認に回します。相談者にはまだ届いていません',
  sending: 'SVの確認に回しています',
  waiting: '送信待ち（つながりしだい、SVの確認に回します）',
  now: 'いま確認に回す',
};

export const note = {
  modes: '書くものを選ぶ',
  mode: { reply: '返信', note: 'メモ' },
  label: 'メモ：相談者には見えません',
  placeholder: '引き継ぎや気づいたことを書く',
  save: 'メモを残す',
  hint: 'Enter で残す、Shift + Enter で改行。読めるのは、担当者とSVだけです。',
  by: 'メモ：{{name}}（相談者には見えません）',
  heading: 'メモ',
};

export const draft = {
  saved: '下書きを保存しました',
  kept: '下書きは、まだこの画面にだけあります',
  other: '別の画面にも書きかけがあります。ここの文はそのままです。',
  take: '入力欄に加える',
  drop: '捨てる',
};

/** Asked before something goes by which a person is found. */
export const personal = {
  question: '個人の情報が入っていませんか？',
  email: 'メールアドレスのようです：{{words}}',
  phone: '電話番号のようです：{{words}}',
  postal: '郵便番号のようです：{{words}}',
  number: '長い番号があります：{{words}}',
  back: '見直す',
  send: 'このまま送る',
};

export const past = {
  heading: 'これまでの相談',
  none: 'この窓口でははじめてです。',
  ending: { ended: '相談員が終了', 'by-timer': '返事がなく終了', 'never-taken': '担当者なしで終了' },
  title: 'これまでの相談',
  titleOf: '{{date}} の相談（No. {{number}}）',
  readOnly: '閲覧のみ。担当：{{name}}',
};

/** Where a talk stood that is somebody else's now. */
export const letGo = {
  waits: '「{{alias}}」は、待ち列に戻りました',
  others: '「{{alias}}」は、いま {{name}} さんが担当しています',
  over: '「{{alias}}」は、いまはあなたの担当ではありません。相談は続いています',
  detail: '相談のことばは、担当している人とSVだけが読めます。',
  erased: 'この相談の記録は消去されました',
  erasedDetail:
    '相談者の希望や保存期間などによるもので、元には戻せません。この画面にあった言葉も消えています。',
};

/** What was written to a caller and has not reached them. */
export const undelivered = {
  unsent_other: '未送信 {{count}} 通',
  undelivered_other: '届いていない {{count}} 通',
  title_other: '届いていない返信 {{count}}',
  announceUnsent: '{{alias}} さんへの返信は、送られていません',
  announceUndelivered: '{{alias}} さんへの返信が届いていません',
};

/** Replies that were still here when their caller went to somebody else. */
export const left = {
  region: '送られていない返信',
  said_other: '送る前だった返信が {{count}} 件あります。送られていません。',
  to: '{{alias}} さんへ',
  copy: 'コピー',
  copied: 'コピーしました',
  discard: '捨てる',
};
