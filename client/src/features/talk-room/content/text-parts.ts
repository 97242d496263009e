import { type TextMark } from '../../../shared/contract.js';

export interface TextPart {
  readonly kind: 'plain' | TextMark['kind'];
  readonly text: string;
  /** Where it begins, in UTF-16 code units. */
  readonly index: number;
}

/** A text cut at its marks; marks that overlap, or lie outside the text, are passed over: the words matter more. */
export function textParts(text: string, marks: readonly TextMark[] = []): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { kind, index, length } of marks.toSorted((a, b) => a.index - b.index)) {
    if (index < at || index + length > text.length) continue;
    if (index > at) parts.push({ kind: 'plain', text: text.slice(at, index), index: at });
    parts.push({ kind, text: text.slice(index, index + length), index });
    at = index + length;
  }
  if (at < text.length) parts.push({ kind: 'plain', text: text.slice(at), index: at });
  return parts;
}

/** The name of a LINE emoji, which stands in the text in brackets. */
export function emojiName(text: string): string {
  return text.replace(/^[($（]+|[)$）]+$/g, '') || text;
}
