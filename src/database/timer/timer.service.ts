import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { Database } from '../database.service.js';
import { type Transaction } from '../transaction.js';
import { describeError, Worker } from '../worker.js';

const POLL_MS = 250;
const BATCH = 50;
/** Work for a timer is one short transaction; a process that dies with it delays a caller by no more than this. */
const LEASE_SECONDS = 4;

/** Does what a timer is for, in the same transaction that removes the timer: exactly once. */
export type TimerHandler = (tx: Transaction, subject: string) => Promise<void>;

/** Timers as rows: they outlive the process that set them, and fire once in whichever process gets there first. */
@Injectable()
export class TimerService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(TimerService.name);
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #repeated = new Map<string, (at: Date) => string>();
  readonly #worker = new Worker('timers', POLL_MS, () => this.fireDue());

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.environment.ROLES.includes('timers')) return;
    await this.database.transaction(async (tx) => {
      for (const kind of this.#repeated.keys()) await this.repeat(tx, kind, this.clock.now());
    });
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** Names what to do when timers of a kind are due. One handler a kind. */
  handle(kind: string, handler: TimerHandler): void {
    if (this.#handlers.has(kind)) throw new Error(`timer kind ${kind} has two handlers`);
    this.#handlers.set(kind, handler);
  }

  /**
   * As `handle`, for what is done at start-up and then again and again: the handler names its next turn by `repeat`.
   * @param subjectAt names a turn by its instant, so that it is one for all processes
   */
  handleRepeated(kind: string, subjectAt: (at: Date) => string, handler: TimerHandler): void {
    this.handle(kind, handler);
    this.#repeated.set(kind, subjectAt);
  }

  /** Sets the next turn of what is repeated. */
  async repeat(tx: Transaction, kind: string, at: Date): Promise<void> {
    const subjectAt = this.#repeated.get(kind);
    if (subjectAt === undefined) throw new Error(`timer kind ${kind} isn't repeated`);
    await this.schedule(tx, kind, subjectAt(at), at);
  }

  /** Sets a timer; one that is set already for the same subject stays as it is. */
  async schedule(tx: Transaction, kind: string, subject: string, dueAt: Date): Promise<void> {
    await tx.query('INSERT INTO timer (kind, subject, due_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      kind,
      subject,
      dueAt,
    ]);
  }

  /** Fires what is due by now. Returns whether there may be more. */
  async fireDue(): Promise<boolean> {
    const due = await this.database.query<{ kind: string; subject: string }>(
      `UPDATE timer SET leased_until = now() + interval '${LEASE_SECONDS} seconds', attempts = attempts + 1
       WHERE (kind, subject) IN (
         SELECT kind, subject FROM timer
         WHERE due_at <= $1 AND kind = ANY($2) AND (leased_until IS NULL OR leased_until < now())
         ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ) RETURNING kind, subject`,
      [this.clock.now(), [...this.#handlers.keys()]],
    );
    for (const timer of due) await this.#fire(timer.kind, timer.subject);
    return due.length === BATCH;
  }

  async #fire(kind: string, subject: string): Promise<void> {
    try {
      await this.database.transaction(async (tx) => {
        // The work comes first, so that rows are locked in the order in which everybody else locks them.
        await this.#handlers.get(kind)?.(tx, subject);
        const removed = await tx.query('DELETE FROM timer WHERE kind = $1 AND subject = $2 RETURNING kind', [
          kind,
          subject,
        ]);
        if (removed.length === 0) throw new Error('another process fired this timer');
      });
    } catch (error) {
      // The lease runs out and the timer is tried again: it is never dropped.
      this.#logger.error(`timer ${kind} failed: ${describeError(error)}`);
    }
  }
}
