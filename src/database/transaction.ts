import { type NewEvent } from './event/event.entity.js';

/** Anything that runs SQL: the pool, or one transaction. A transaction is always passed as an argument, never ambient. */
export interface Queryable {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/**
 * One open transaction. Events are collected and written by the last statement before the commit, so that their ids
 * grow in commit order (see `event-writer.ts`).
 */
export interface Transaction extends Queryable {
  emit(event: NewEvent): void;
  /**
   * Runs `write` after everything else and before the events: for locks that the whole installation shares, so that
   * they are held shortly and by nobody who still wants a row of somebody else's.
   */
  last(write: (tx: Queryable) => Promise<void>): void;
}
