import { z } from 'zod';
import { type TextMark } from '../contract/message.js';

/** LINE counts both in UTF-16 code units, as JavaScript does. */
const span = z.looseObject({ index: z.number().int().min(0), length: z.number().int().min(1) });
const marked = z.looseObject({
  emojis: z.array(z.unknown()).optional().catch(undefined),
  mention: z
    .looseObject({ mentionees: z.array(z.unknown()) })
    .optional()
    .catch(undefined),
});
/** LINE allows 20 mentions; more marks than this are no help to anybody who reads. */
const MOST_MARKS = 200;

/**
 * Where a text holds LINE emoji, whose names stand in it, and mentions. What lies outside the text, overlaps, or is
 * nonsense is left out: the text itself is never changed by it.
 * https://developers.line.biz/en/reference/messaging-api/#wh-text
 */
export function textMarks(message: unknown, text: string): TextMark[] {
  const { emojis = [], mention } = marked.safeParse(message).data ?? {};
  const candidates = [
    ...emojis.map((entry) => mark('emoji', entry, text)),
    ...(mention?.mentionees ?? []).map((entry) => mark('mention', entry, text)),
  ].flatMap((entry) => entry ?? []);
  const marks: TextMark[] = [];
  let end = 0;
  for (const candidate of candidates.toSorted((one, other) => one.index - other.index)) {
    if (candidate.index < end || marks.length === MOST_MARKS) continue;
    marks.push(candidate);
    end = candidate.index + candidate.length;
  }
  return marks;
}

function mark(kind: TextMark['kind'], entry: unknown, text: string): TextMark | undefined {
  const found = span.safeParse(entry).data;
  if (found === undefined || found.index >= text.length) return undefined;
  return { kind, index: found.index, length: Math.min(found.length, text.length - found.index) };
}
