import { describe, expect, test } from '@jest/globals';
import { at, message, uuid } from '../../../testing/fixtures.js';
import { type OutgoingReply } from './outgoing.js';
import { buildRows } from './rows.js';

const types = (...args: Parameters<typeof buildRows>): string[] => buildRows(...args).map(({ type }) => type);
const outgoing: OutgoingReply = {
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
});
