import { describe, expect, test } from '@jest/globals';
import { at, message, uuid } from '../../../testing/fixtures.js';
import { type OutgoingReply } from './outgoing.js';
import { buildRows, firstSince, hasMessage, isSameRow, type Row, rowOfMessage } from './rows.js';

const types = (...args: Parameters<typeof buildRows>): string[] => buildRows(...args).map(({ type }) => type);
const outgoing: OutgoingReply = {
  ticketId: uuid(1),
  heldUntil: null,
  clientId: uuid(7),
  bubbles: [{ kind: 'text', text: 'reply' }],
  state: 'sending',
  error: null,
};

describe('the rows of a talk room', () => {
  test('a day begins at midnight in Japan', () => {
    const evening = message(1, { occurredAt: '2026-01-09T14:59:00Z' });
    const night = message(2, { occurredAt: '2026-01-09T15:01:00Z' });
    expect(types([evening, night], [])).toEqual(['day', 'message', 'day', 'message']);
  });

  test('where more was said before, the first message only says what the next one goes on from', () => {
    const evening = message(1, { occurredAt: '2026-01-09T14:59:00Z' });
    const same = message(2, { occurredAt: '2026-01-09T14:59:30Z' });
    const night = message(3, { occurredAt: '2026-01-09T15:01:00Z' });
    const end = buildRows([evening, same, night], [], true);
    expect(end.map(({ type }) => type)).toEqual(['message', 'day', 'message']);
    // With the page before it, every row that was there looks as before.
    const whole = buildRows([evening, same, night], []);
    expect(end.every((row, index) => isSameRow(row, whole[index + 2] as Row))).toBe(true);
  });

  test('things that happened are no bubbles', () => {
    const content = { kind: 'labelled', label: 'unsend', detail: null } as const;
    expect(types([message(1, { content })], [])).toEqual(['day', 'event']);
  });

  test('what one voice says in one go belongs together', () => {
    const said = [message(1), message(2), message(9), message(10, { direction: 'outbound' })];
    const firsts = buildRows(said, []).map((row) => row.type === 'message' && row.isFirst);
    expect(firsts.slice(1)).toEqual([true, false, true, true]);
  });

  test('a reply under way stands last, and once only', () => {
    expect(types([message(1)], [outgoing])).toEqual(['day', 'message', 'outgoing']);
    const confirmed = message(2, { direction: 'outbound', clientId: outgoing.clientId });
    expect(types([message(1), confirmed], [outgoing])).toEqual(['day', 'message', 'message']);
  });

  test('a reply keeps its key when the server’s row takes its place', () => {
    const confirmed = message(2, { direction: 'outbound', clientId: outgoing.clientId, occurredAt: at(2) });
    expect(buildRows([], [outgoing]).at(-1)?.key).toBe(buildRows([confirmed], [outgoing]).at(-1)?.key);
  });

  test('pictures of one set stand together in the order of the set, in whatever order they came', () => {
    const picture = (number: number, index: number) =>
      message(number, {
        content: {
          kind: 'media',
          media: 'image',
          fileName: null,
          durationMs: null,
          set: { id: 's', index, total: 3 },
        },
      });
    const rows = buildRows([picture(1, 3), message(2), picture(3, 1), picture(4, 2)], []);
    expect(rows.map(({ type }) => type)).toEqual(['day', 'images', 'message']);
    const [, set] = rows;
    expect(set?.type === 'images' && set.messages.map(({ id }) => id)).toEqual(
      [3, 4, 1].map((n) => uuid(1000 + n)),
    );
    expect(buildRows([picture(1, 3), message(2), picture(3, 1)], [])).toHaveLength(3);
  });

  test('a picture of a set that came alone is a message, and one that was taken back leaves its set', () => {
    const set = { id: 's', index: 1, total: 2 };
    const content = { kind: 'media', media: 'image', fileName: null, durationMs: null, set } as const;
    expect(types([message(1, { content })], [])).toEqual(['day', 'message']);
    const withdrawn = { at: at(5), wasShown: false };
    expect(types([message(1, { content }), message(2, { content, withdrawn })], [])).toEqual([
      'day',
      'message',
      'message',
    ]);
  });

  test('what stands where a message was taken back keeps the place of the message', () => {
    const content = { kind: 'labelled', label: 'unsend', detail: null } as const;
    expect(types([message(1, { content, withdrawn: { at: at(9), wasShown: true } })], [])).toEqual([
      'day',
      'message',
    ]);
  });

  test('the bubbles of one reply say once what became of them', () => {
    const bubble = (number: number, position: number) =>
      message(number, { direction: 'outbound', clientId: outgoing.clientId, position, occurredAt: at(1) });
    const rows = buildRows([bubble(1, 0), bubble(2, 1), message(3), message(4)], []);
    expect(rows.flatMap((row) => (row.type === 'message' ? row.isLastOfReply : []))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('a message is found by its id, also within a set of pictures, and by an instant', () => {
    const picture = (number: number, index: number) =>
      message(number, {
        content: {
          kind: 'media',
          media: 'image',
          fileName: null,
          durationMs: null,
          set: { id: 's', index, total: 2 },
        },
      });
    const said = [message(1), picture(2, 2), picture(3, 1), message(4)];
    const rows = buildRows(said, []);
    expect([1, 2, 3, 4].map((number) => rowOfMessage(rows, uuid(1000 + number)))).toEqual([1, 2, 2, 3]);
    expect(rowOfMessage(rows, uuid(1))).toBe(-1);
    const whole = { messages: said, hasEarlier: false };
    const end = { messages: said, hasEarlier: true };
    expect(firstSince(whole, at(3))?.id).toBe(uuid(1003));
    expect(firstSince(whole, at(5))).toBeUndefined();
    expect([firstSince(whole, at(0))?.id, firstSince(end, at(0))]).toEqual([uuid(1001), undefined]);
    expect([hasMessage(whole, uuid(1001)), hasMessage(end, uuid(1001))]).toEqual([true, false]);
    expect(hasMessage(whole, uuid(9))).toBe(false);
  });

  test('a row is drawn again only when it looks different', () => {
    const said = [message(1), message(2)];
    const [, before] = buildRows(said, []);
    const [, after] = buildRows([...said, message(3)], []);
    const [, changed] = buildRows([{ ...message(1) }, message(2)], []);
    expect(before && after && isSameRow(before, after)).toBe(true);
    expect(before && changed && isSameRow(before, changed)).toBe(false);
  });
});
