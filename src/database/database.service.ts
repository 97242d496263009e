import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../config/clock.js';
import { type NewEvent } from './event/event.entity.js';
import { writeEvents } from './event/event-writer.js';
import { type Queryable, type Transaction } from './transaction.js';

/** PostgreSQL's codes for a transaction that lost a race and may simply be run again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_TRIES = 5;

/** The door to PostgreSQL: single statements, and transactions whose events are seen only after their commit. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  readonly #logger = new Logger(Database.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(await this.dataSource.query(sql, [...parameters]));
  }

  /**
   * Runs `work` in one transaction, which is committed when it resolves and rolled back when it throws. A deadlock or
   * serialization failure runs the whole of it again, so `work` must not touch anything but the database.
   */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt('READ COMMITTED', work);
      } catch (error) {
        if (attempt >= MAX_TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
        this.#logger.warn(`transaction lost a race (${sqlState(error)}), attempt ${attempt}`);
      }
    }
  }

  /** Several reads that see one and the same state. */
  async snapshot<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> {
    return this.#attempt('REPEATABLE READ', work);
  }

  async #attempt<Result>(
    isolation: 'READ COMMITTED' | 'REPEATABLE READ',
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction(isolation);
      const events: NewEvent[] = [];
      const tx: Transaction = {
        query: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
          rowsOf<Row>(await runner.query(sql, [...parameters])),
        emit: (event) => void events.push(event),
      };
      const result = await work(tx);
      if (events.length > 0) await writeEvents(tx, events, this.clock.now());
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** TypeORM gives rows for SELECT, but `[rows, count]` for UPDATE and DELETE. */
function rowsOf<Row>(result: unknown): Row[] {
  if (!Array.isArray(result)) return [];
  if (result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number')
    return result[0] as Row[];
  return result as Row[];
}

/** PostgreSQL's five-character code of an error, if it came from there. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown; driverError?: { code?: unknown } } | undefined)?.code;
  if (typeof code === 'string') return code;
  const inner = (error as { driverError?: { code?: unknown } } | undefined)?.driverError?.code;
  return typeof inner === 'string' ? inner : undefined;
}
