import { type TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';

export const WAITING_NOTICE = 'waiting-notice';
/**
 * How long a counselor has to take a new ticket before the caller gets the waiting text, in milliseconds; also lets the
 * first few bubbles of one thought arrive. The promise is a person or a text within 10 s.
 */
export const WAITING_NOTICE_AFTER_MS = 2000;

/**
 * Somebody took the ticket before its caller was told anything: a person's own word may still come for so long after
 * that, in milliseconds, before a text says that one is there.
 */
export const TAKEN_NOTICE = 'taken-notice';
export const TAKEN_NOTICE_AFTER_MS = 6000;

/** Whoever still waits a little later hears where they stand. */
export async function scheduleNotice(
  tx: Transaction,
  timers: TimerService,
  ticketId: string,
  now: Date,
): Promise<void> {
  await timers.schedule(tx, WAITING_NOTICE, ticketId, new Date(now.getTime() + WAITING_NOTICE_AFTER_MS));
}

/** One wait of one ticket: in each, a caller hears once where they stand. */
export function waitPeriod({
  ticketId,
  waitNumber,
}: {
  readonly ticketId: string;
  readonly waitNumber: number;
}): string {
  return waitNumber === 1 ? ticketId : `${ticketId}:${waitNumber}`;
}
