/** What was said before. */
export const history = {
  earlier: '以前のメッセージを表示',
  loading: '以前のメッセージを読み込んでいます…',
  late: '遅れて届いたメッセージがあります',
  toBottom: 'いちばん新しいメッセージへ',
  findDay: '{{date}}。日付で探す',
};
