export type PersonalKind = 'email' | 'phone' | 'postal' | 'number';

export interface PersonalData {
  readonly kind: PersonalKind;
  readonly words: string;
}

/** Ordered: what is an address is no number, and what is a telephone number is no postal code. */
const patterns: readonly (readonly [PersonalKind, RegExp])[] = [
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['phone', /(?<![\d-])(?:\+81[- ]?|0)\d{1,4}[- (]?\d{1,4}[-) ]?\d{3,4}(?![\d-])/g],
  ['postal', /(?:〒\s?)?(?<![\d-])\d{3}-\d{4}(?![\d-])/g],
  ['number', /(?<!\d)\d(?:[ -]?\d){7,}(?!\d)/g],
];

const days = /(?<!\d)(?:19|20)\d{2}[-/]\d{1,2}[-/]\d{1,2}(?!\d)/g;
const digits = (words: string): string => words.replaceAll(/\D/g, '');
/** Full-width signs and the many dashes of Japanese input, each kept in its place. */
const plain = (text: string): string =>
  text
    .replaceAll(/[！-～]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll(/[‐-―−ー](?=\d)/g, '-');

/**
 * What in a text looks like something by which a person is found: to be looked at once more before it goes. Numbers
 * that the account itself gives out are none.
 */
export function findPersonalData(text: string, known: readonly string[] = []): PersonalData[] {
  const ours = new Set(known.flatMap((words) => plain(words).match(/\d[\d -]{5,}\d/g) ?? []).map(digits));
  const found: PersonalData[] = [];
  let rest = plain(text).replaceAll(days, (words) => ' '.repeat(words.length));
  for (const [kind, pattern] of patterns) {
    rest = rest.replaceAll(pattern, (words) => {
      if (kind === 'email' || !ours.has(digits(words))) found.push({ kind, words });
      return ' '.repeat(words.length);
    });
  }
  return found;
}
