import { describe, expect, test } from '@jest/globals';
import { ticket, ticketChanged } from '../../../testing/fixtures.js';
import { EventLog, type LoggedEvent } from './event-log.js';

const entry = (id: number): LoggedEvent => ({ event: ticketChanged(id, ticket(1)), receivedAt: 0 });
const ids = (entries: LoggedEvent[] | null): number[] | null => entries?.map(({ event }) => event.id) ?? null;

function logOf(limit: number, ...eventIds: number[]): EventLog {
  const log = new EventLog(limit);
  for (const id of eventIds) log.push(entry(id));
  return log;
}

describe('the log of newest events', () => {
  test('gives what came after a state', () => {
    expect(ids(logOf(10, 5, 7, 8).after(5))).toEqual([7, 8]);
    expect(ids(logOf(10, 5, 7, 8).after(8))).toEqual([]);
  });

  test('takes a replayed event once', () => {
    const log = logOf(10, 5, 6);
    expect(log.push(entry(6))).toBe(false);
    expect(log.push(entry(7))).toBe(true);
    expect(ids(log.after(4))).toEqual([5, 6, 7]);
  });

  test('says so when it doesn’t reach back far enough', () => {
    expect(logOf(2, 5, 6, 7).after(4)).toBeNull();
    expect(ids(logOf(2, 5, 6, 7).after(5))).toEqual([6, 7]);
    expect(logOf(10, 5).after(3)).toBeNull();
  });

  test('the cursor is the newest id that the server is known to have sent', () => {
    const log = new EventLog();
    expect(log.cursor).toBeNull();
    log.reach(20);
    expect(log.cursor).toBe(20);
    log.push(entry(25));
    log.reach(22);
    expect(log.cursor).toBe(25);
  });

  test('before the socket is registered nothing is missed and nothing is known', () => {
    expect(new EventLog().after(3)).toEqual([]);
  });

  test('events that came before the first “live” are kept', () => {
    const log = logOf(10, 21);
    log.reach(22);
    expect(ids(log.after(20))).toEqual([21]);
  });

  test('after a gap, older states have to be fetched again', () => {
    const log = logOf(10, 5, 6);
    log.restart(30);
    expect(log.after(29)).toBeNull();
    expect(log.after(30)).toEqual([]);
    expect(log.cursor).toBe(30);
  });
});
