import { type Excerpt } from '../contract/search.js';
import { foldWithPlaces } from './fold.js';

type Parts = Excerpt['parts'];

/** How much stands before the first word that was found, and in all, in code units. */
const BEFORE = 24;
const LENGTH = 120;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A stretch of a text around what was found in it, with every place marked. */
export function excerptOf(text: string, words: readonly string[]): Parts {
  const places = words
    .flatMap((word) => placesOf(text, word))
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
  const from = whole(text, Math.max(0, (places[0]?.from ?? 0) - BEFORE));
  const to = whole(text, Math.min(text.length, Math.max(from + LENGTH, places[0]?.to ?? 0)));
  const parts: Parts = [];
  const add = (start: number, end: number, isHit: boolean): void => {
    if (end > start) parts.push({ text: text.slice(start, end), isHit });
  };
  let at = from;
  for (const span of merged(places.filter((each) => each.to <= to))) {
    add(at, span.from, false);
    add(span.from, span.to, true);
    at = span.to;
  }
  add(at, to, false);
  if (from > 0) parts.unshift({ text: '…', isHit: false });
  if (to < text.length) parts.push({ text: '…', isHit: false });
  return parts;
}

function placesOf(text: string, word: string): Span[] {
  const folded = foldWithPlaces(text);
  const spans: Span[] = [];
  for (let at = folded.text.indexOf(word); at !== -1; at = folded.text.indexOf(word, at + word.length)) {
    const from = folded.from[at];
    const to = folded.to[at + word.length - 1];
    if (from !== undefined && to !== undefined) spans.push({ from, to });
  }
  return spans;
}

/** Those that touch as one. @param spans in order */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}

/** No place within a pair of surrogates. */
function whole(text: string, at: number): number {
  const isWithin = /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
  return isWithin ? at - 1 : at;
}
