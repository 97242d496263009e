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
}
