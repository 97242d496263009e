import { TEXT_LIMIT } from '../../../shared/contract.js';

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Where a text may be cut without tearing what people see as one character, in UTF-16 code units. */
function graphemeEnds(text: string): number[] {
  return Array.from(segmenter.segment(text), ({ index, segment }) => index + segment.length);
}

/** Closing marks belong to the sentence they end. */
const sentenceEnd = /[。．！？!?…]+[」』）)】"”’]*\s*|\.\s+/g;
const lineEnd = /\n+/g;

function endsOf(text: string, pattern: RegExp): Set<number> {
  return new Set(Array.from(text.matchAll(pattern), (match) => match.index + match[0].length));
}

/** A cut before this share of a bubble would waste the few bubbles that there are. */
const worthwhileShare = 0.5;

function cut(text: string, limit: number, mayCut: readonly ReadonlySet<number>[]): string[] | null {
  const ends = graphemeEnds(text);
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  while (from < text.length) {
    const reachable: number[] = [];
    for (; at < ends.length && (ends[at] ?? 0) <= from + limit; at += 1) reachable.push(ends[at] ?? 0);
    const furthest = reachable.at(-1);
    // One character alone is longer than a bubble.
    if (furthest === undefined) return null;
    const worthwhile = reachable.filter((end) => end >= from + limit * worthwhileShare);
    const nice = furthest === text.length ? furthest : niceEnd(worthwhile, mayCut);
    const end = nice ?? furthest;
    parts.push(text.slice(from, end));
    from = end;
    at = ends.indexOf(end, Math.max(0, at - reachable.length)) + 1;
  }
  return parts;
}

function niceEnd(candidates: readonly number[], mayCut: readonly ReadonlySet<number>[]): number | undefined {
  for (const ends of mayCut) {
    const last = candidates.findLast((end) => ends.has(end));
    if (last !== undefined) return last;
  }
  return undefined;
}

/**
 * A text in as few bubbles as it takes, cut where a line ends, else where a sentence ends, else between characters:
 * never within a surrogate pair or a grapheme. The parts joined are the text.
 * @param limit longest bubble, in UTF-16 code units
 * @returns null where it doesn't fit into so many bubbles, or a bubble would be blank
 */
export function splitText(text: string, bubbles: number, limit = TEXT_LIMIT): string[] | null {
  if (text.length > bubbles * limit) return null;
  const fits = (parts: string[] | null): parts is string[] =>
    parts !== null && parts.length <= bubbles && parts.every((part) => part.trim() !== '');
  const nice = cut(text, limit, [endsOf(text, lineEnd), endsOf(text, sentenceEnd)]);
  if (fits(nice)) return nice;
  // Cut at the ends of sentences it needs too many bubbles: full ones may still do.
  const full = cut(text, limit, []);
  return fits(full) ? full : null;
}
