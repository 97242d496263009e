const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** The first so many letters, and whether there are more; no letter is cut in two. */
export function shorten(text: string, limit: number): { readonly text: string; readonly isCut: boolean } {
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  if (letters.length <= limit) return { text, isCut: false };
  return { text: `${letters.slice(0, limit).join('').trimEnd()}…`, isCut: true };
}
