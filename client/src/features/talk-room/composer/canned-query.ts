import { type CannedTextsView } from '../../../shared/contract.js';

export type CannedText = CannedTextsView['items'][number];

export interface CannedQuery {
  /** What is looked for, without the slash. */
  readonly words: string;
  /** Where the slash stands, and where the caret does. */
  readonly from: number;
  readonly to: number;
}

const longest = 30;

/** What is looked for at the caret: a line that begins with a slash, as it comes from either input mode. */
export function cannedQuery(text: string, caret: number): CannedQuery | null {
  const from = text.lastIndexOf('\n', caret - 1) + 1;
  const line = text.slice(from, caret);
  if (!/^[/／]\S*$/.test(line) || line.length > longest) return null;
  return { words: line.slice(1), from, to: caret };
}

const plain = (words: string): string => words.normalize('NFKC').toLocaleLowerCase('ja');

/** Those whose shortcut begins with it first, then those that have it anywhere. */
export function findCanned(items: readonly CannedText[], words: string): CannedText[] {
  const wanted = plain(words);
  const rank = ({ shortcut, title, text }: CannedText): number => {
    if (plain(shortcut).startsWith(wanted)) return 0;
    if (plain(`${shortcut} ${title}`).includes(wanted)) return 1;
    return plain(text).includes(wanted) ? 2 : 3;
  };
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter((found) => found.rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** The text with the canned text in place of what was typed to find it, and where the caret stands then. */
export function insertCanned(
  text: string,
  { from, to }: CannedQuery,
  canned: CannedText,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + canned.text + text.slice(to), caret: from + canned.text.length };
}
