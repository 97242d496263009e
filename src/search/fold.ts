/** Katakana that have a hiragana at the same distance: ァ to ヶ, and the two marks of repetition. */
const katakana = /[\u30a1-\u30f6\u30fd\u30fe]/g;
const KANA_DISTANCE = 0x60;
/** Seen by nobody, and typed by no one who searches. */
const invisible = /\u00ad|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g;
/** A character with what is written upon it, also the marks of half-width kana. */
const cluster = /[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]*/gsu;

/**
 * What two texts have in common that a person would call the same: neither the width of letters, nor capitals, nor
 * hiragana or katakana tells them apart.
 */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(invisible, '')
      .replace(katakana, (kana) => String.fromCharCode(kana.charCodeAt(0) - KANA_DISTANCE))
      // One letter in two shapes, and the two waves that keyboards give.
      .replaceAll('ς', 'σ')
      .replaceAll('〜', '~')
  );
}

/** A text as it is compared, with the place in the text of each of its code units. */
export interface Folded {
  readonly text: string;
  /** Where in the original the cluster begins and ends that this unit came from. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** As `fold`, knowing where everything came from: for the few texts in which something was found. */
export function foldWithPlaces(original: string): Folded {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  for (const match of original.matchAll(cluster)) {
    const folded = fold(match[0]);
    text += folded;
    for (let unit = 0; unit < folded.length; unit += 1) {
      from.push(match.index);
      to.push(match.index + match[0].length);
    }
  }
  return { text, from, to };
}

/** The words of a query, each once, as they are compared. */
export function queryWords(query: string): string[] {
  return [...new Set(fold(query).split(/\s+/u).filter(Boolean))];
}

/** One letter stands in nearly every talk; one kanji is a word. */
export function isTooShort(word: string): boolean {
  return /^.$/su.test(word) && !/^\p{Script=Han}$/u.test(word);
}

/** Whether every word stands in a text, wherever. */
export function matches(text: string, words: readonly string[]): boolean {
  const folded = fold(text);
  return words.every((word) => folded.includes(word));
}
