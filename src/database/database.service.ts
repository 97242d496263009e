import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../config/clock.js';
import { type NewEvent } from './event/event.entity.js';
import { writeEvents } from './event/event-writer.js';
import { type Queryable, type Transaction } from './transaction.js';

/** PostgreSQL's codes for a transaction that lost a race and may simply be run again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_TRIES = 5;
/** Statements kept prepared on each connection. Our SQL is constant text, far fewer; what comes later runs unprepared. */
const MAX_PREPARED = 500;

let instances = 0;

type Isolation = 'READ COMMITTED' | 'REPEATABLE READ';

/** The door to PostgreSQL: single statements, and transactions whose events are seen only after their commit. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  readonly #logger = new Logger(Database.name);
  /** Name of each statement that connections keep prepared, by its text. */
  readonly #prepared = new Map<string, string>();

  /** Two of these on one pool must not give one name to two statements. */
  readonly #instance = (instances += 1);

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#withConnection((connection) => this.#run<Row>(connection, sql, parameters));
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

  #attempt<Result>(isolation: Isolation, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.#withConnection(async (connection) => {
      try {
        await connection.query(begin(isolation, this.clock.now()));
        const events: NewEvent[] = [];
        const last: ((tx: Queryable) => Promise<void>)[] = [];
        const tx: Transaction = {
          query: (sql, parameters = []) => this.#run(connection, sql, parameters),
          emit: (event) => void events.push(event),
          last: (write) => void last.push(write),
        };
        const result = await work(tx);
        for (const write of last) await write(tx);
        if (events.length > 0) await writeEvents(tx, events, this.clock.now());
        await connection.query('COMMIT');
        return result;
      } catch (error) {
        await connection.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  async #withConnection<Result>(work: (connection: PoolClient) => Promise<Result>): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await work((await runner.connect()) as PoolClient);
    } finally {
      await runner.release();
    }
  }

  /** Prepared once per connection: parsing and planning would cost PostgreSQL more than running what we ask. */
  async #run<Row>(connection: PoolClient, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    let name = this.#prepared.get(sql);
    if (name === undefined && this.#prepared.size < MAX_PREPARED) {
      name = `tomoshibi_${this.#instance}_${this.#prepared.size}`;
      this.#prepared.set(sql, name);
    }
    const { rows } = await connection.query({ name, text: sql, values: [...parameters] });
    return rows as Row[];
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** What the database itself writes down of a change bears the instant of the rules' clock. */
function begin(isolation: Isolation, now: Date): string {
  const start = `START TRANSACTION ISOLATION LEVEL ${isolation}`;
  return isolation === 'READ COMMITTED'
    ? `${start}; SET LOCAL tomoshibi.instant = '${now.toISOString()}'`
    : start;
}

/** Classes of PostgreSQL's codes that say nothing about the data: connection, resources, locks, shutdown, races. */
const PASSING_CLASSES = new Set(['08', '40', '53', '55', '57', '58']);

/** Whether an error is likely to be gone when the same is tried again, whatever the data. */
export function isPassing(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined && /^[0-9A-Z]{5}$/.test(state)) return PASSING_CLASSES.has(state.slice(0, 2));
  // Failed connections carry the operating system's code; node-postgres's own time-outs carry none.
  if (state !== undefined) return state.startsWith('E');
  return error instanceof Error && /connection|timeout/i.test(error.message);
}

/** PostgreSQL's five-character code of an error, if it came from there. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown; driverError?: { code?: unknown } } | undefined)?.code;
  if (typeof code === 'string') return code;
  const inner = (error as { driverError?: { code?: unknown } } | undefined)?.driverError?.code;
  return typeof inner === 'string' ? inner : undefined;
}
