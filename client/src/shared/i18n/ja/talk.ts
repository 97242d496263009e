export const talk = {
  region: 'トーク',
  none: '相談を選ぶと、ここにトークが表示されます',
  noneDetail: '待ち列の「担当する」で、新しい相談を始められます。',
  messages: 'メッセージ',
  backToLists: '一覧に戻る',
  showCaller: '相談者の情報',
  readOnly: '閲覧のみ',
  readOnlyDetail: '担当：{{name}} さん。ここで見ても、未表示の印は消えません。',
  readOnlyWaiting: 'まだ担当者がいません。',
  empty: 'まだメッセージはありません。',
  newMessages: '新しいメッセージ',
  automatic: '自動送信',
  caller: '相談者',
  me: '自分',
  detail: '（{{words}}）',
  sticker: 'スタンプ',
  stickerUnknown: '内容はわかりません',
  announce: '{{alias}}：{{text}}',
  announceElsewhere: '{{alias}} さんから新しいメッセージ',
  announceMany_other: '新しいメッセージが {{count}} 通届きました',
  announceWaiting_other: '新しい相談が待っています。待ち列は {{count}} 件です',
};

export const kind = {
  image: '画像',
  video: '動画',
  audio: '音声メッセージ',
  file: 'ファイル',
  location: '位置情報',
  postback: 'ボタンが押されました',
  follow: '友だち追加、またはブロック解除がありました',
  unfollow: 'ブロックされました',
  unsend: '相談者がメッセージの送信を取り消しました',
  'account-link': 'アカウント連携の通知が届きました',
  'video-play-complete': '動画が最後まで再生されました',
  beacon: 'ビーコンの通知が届きました',
  membership: 'メンバーシップの通知が届きました',
  'left-line': '順番待ちをやめました',
  risk: 'リスクの見立てを変えました',
  'reply-not-sent': '前の相談で送った返信が、届いていません',
  unknown: '新しい種類のメッセージが届きました',
  erased: '内容は消去されました',
  unreadable: '内容を読み出せません',
};

/** The one word that LINE says about a notice. */
export const notice = {
  'account-link': { ok: '連携しました', failed: '連携できませんでした' },
  beacon: { enter: '近くに来ました', stay: '近くにいます', banner: '案内を開きました' },
  membership: { joined: '加入しました', left: '退会しました', renewed: '更新しました' },
  risk: { none: 'なし', watch: '見守り', high: '高い', imminent: '切迫' },
};

/** Marks on a message, and what can be done with it. */
export const message = {
  emoji: 'LINE の絵文字：{{name}}',
  mention: 'メンション',
  quoteOf: '{{name}}のメッセージを引用',
  quoteGoTo: '引用元を表示：{{words}}',
  quoteUnknown: '引用元は見つかりません',
  quotedUs: 'こちら',
  quotedCaller: '相談者',
  quote: '引用して返信',
  quoteLabel: '引用して返信：{{words}}',
  late: '遅れて届きました。送られたのは {{time}} です',
  withdrawn: '相談者が {{time}} に送信を取り消しました',
  withdrawnShown: '表示した後に取り消されました',
  withdrawnKept: '取り消された内容です。取り扱いに注意してください。',
  quickReplies: 'クイックリプライ',
};

export const media = {
  open: '{{name}}を大きく表示',
  set_other: '画像 {{count}} 枚',
  setLabel: '画像 {{index}} / {{total}}',
  dialog: '画像',
  download: 'ダウンロード',
  downloadLabel: 'ダウンロード：{{name}}',
  unnamed: '名前のないファイル',
  notScanned: 'ウイルス検査なし',
  broken: 'この画像を表示できませんでした',
  waiting: '取得中',
  waitingHint: 'LINE から取得しています。',
  gone: 'LINE に残っていません',
  refused: '受け付けられない形式',
  infected: '問題が見つかったため破棄',
  failed: '取得できませんでした',
  linkSent: '相談者にはリンクで届きます',
};

export const place = {
  open: '地図で開く',
  openHint: '地図サービス（国土地理院）に、この場所の座標が送られます。',
  confirm: '別のタブで開く',
  coordinates: '緯度 {{latitude}}、経度 {{longitude}}',
  unnamed: '送られた場所',
};
