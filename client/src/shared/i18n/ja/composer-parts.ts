export const canned = {
  open: '定型文',
  label: '定型文',
  none: '見つかりません',
  missed: 'まだ送っていません。このまま送るなら、Esc で閉じてから Enter を',
  count_other: '定型文 {{count}} 件。上下の矢印キーで選び、Enter で入れます',
  failed: '定型文を読み込めませんでした',
};

export const quickReply = {
  open: 'クイックリプライ',
  heading: 'クイックリプライ',
  explain: '相談者がひと押しで返せる言葉です。押すと、相談者の言葉として届きます。',
  field: '言葉（{{limit}} 文字まで）',
  add: '加える',
  tooLong: '{{limit}} 文字までにしてください。',
  full: '{{limit}} 個までです。',
  same: '同じ言葉があります。',
  list: '加えた言葉',
  none: 'まだありません。',
  remove: '取り除く：{{name}}',
  done: '閉じる',
};

export const location = {
  open: '場所を送る',
  heading: '場所を送る',
  title: '名前',
  titleHint: '例：かすみがせき相談室',
  address: '住所',
  latitude: '緯度',
  longitude: '経度',
  explain: '緯度と経度は、地図で場所を選ぶと分かります（例：35.6762、139.6503）。',
  add: '加える',
  cancel: 'やめる',
  textInvalid: '1〜{{limit}} 文字で入力してください。',
  latitudeInvalid: '-90〜90 で入力してください。',
  longitudeInvalid: '-180〜180 で入力してください。',
};
