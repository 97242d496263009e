/** Lines over the work, of which only the gravest stand. */
export const bars = {
  console: 'いまの知らせ',
  talk: 'この相談についての知らせ',
  more_other: 'ほかに {{count}} 件の知らせ',
  fewer: 'たたむ',
};
