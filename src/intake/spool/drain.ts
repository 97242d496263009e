import { Logger } from '@nestjs/common';
import { ZodError } from 'zod';
import { type Account, type AccountDirectory } from '../../account/account.directory.js';
import { type Database, isPassing, sqlState } from '../../database/database.service.js';
import { describeError } from '../../database/worker.js';
import { SealError } from '../../vault/seal.js';
import { type Vault } from '../../vault/vault.service.js';
import { type SpoolHead } from './record.js';
import { bindingOf, type Place, type PlacedRecord, type SpoolFile } from './spool-file.js';
import { drained, spoolRecords } from './spool.metrics.js';

/** Entries that go into the database at once. */
const BATCH = 100;
/** Tries of an entry that fails by itself though the database is there: it may have lost a race. */
const MAX_TRIES = 5;
/**
 * A database that has not taken what waits within this many milliseconds counts as away. A busy one takes seconds, and
 * nobody in distress should read that something is broken when it isn't; a reply token is good for a minute.
 */
const STUCK_AFTER_MS = 10_000;
/** The wait after a failure, in milliseconds: doubled as long as the database answers and refuses. */
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

/** One entry, opened. */
export interface SpooledEntry {
  readonly kind: SpoolHead['kind'];
  readonly account: Account;
  readonly at: Date;
  readonly content: Buffer;
}

export interface SpoolUse {
  /** Brings entries into the database, in their order. What was there before stays as it is. */
  readonly store: (entries: readonly SpooledEntry[]) => Promise<void>;
  /** Keeps an entry that can't be stored where an administrator sees it; false where it can't be kept there. */
  readonly setAside: (entry: SpooledEntry) => Promise<boolean>;
  /** Rejects unless the database stores what is certainly in order. */
  readonly probe: () => Promise<void>;
  /** The database takes nothing. */
  readonly stuck: () => void;
  /** The database takes something again. */
  readonly moved: () => void;
  /** Nothing waits any more. */
  readonly emptied: () => void;
}

/** `stored`: go on behind it; `again`: try at once, in smaller steps; `wait`: try the same later. */
export type DrainStep = 'stored' | 'again' | 'wait';

/** Brings what the spool holds into the database. Only what is itself at fault leaves it another way. */
export class Drain {
  readonly #logger = new Logger(Drain.name);
  /** Entries that are still tried one by one, because one among them breaks a batch. */
  #alone = 0;
  #tries = 0;
  #waitMs = FIRST_WAIT_MS;
  #notBefore = 0;
  #stuckWhy: string | undefined;

  constructor(
    private readonly vault: Vault,
    private readonly accounts: AccountDirectory,
    private readonly database: Database,
    private readonly use: SpoolUse,
    private readonly reportDamage: (file: SpoolFile, place: Place, what: string) => void,
  ) {}

  /** The database has just failed: it gets some time. */
  get waiting(): boolean {
    return performance.now() < this.#notBefore;
  }

  get batchSize(): number {
    return this.#alone > 0 ? 1 : BATCH;
  }

  /** Nothing waits any more. */
  emptied(): void {
    this.#stuckWhy = undefined;
    this.use.emptied();
  }

  async store(file: SpoolFile, batch: readonly PlacedRecord[]): Promise<DrainStep> {
    const slow = setTimeout(() => this.#reportStuck('no answer'), STUCK_AFTER_MS);
    try {
      const entries: SpooledEntry[] = [];
      for (const record of batch) entries.push(await this.#open(file, record));
      await this.use.store(entries);
      drained.inc(batch.length);
      this.#moved(batch.length);
      return 'stored';
    } catch (error) {
      return await this.#failed(file, batch, error);
    } finally {
      clearTimeout(slow);
    }
  }

  async #failed(file: SpoolFile, batch: readonly PlacedRecord[], error: unknown): Promise<DrainStep> {
    if (!concernsContent(error)) return this.#wait(error);
    const [record] = batch;
    if (batch.length > 1 || record === undefined) {
      this.#alone = batch.length;
      return 'again';
    }
    this.#tries += 1;
    if (this.#tries < MAX_TRIES) return 'wait';
    try {
      // A database that was restored badly refuses everything with the same codes: then nothing is the entry's fault.
      await this.use.probe();
      if (!(await this.#setAside(file, record)))
        this.reportDamage(file, record, `an entry could not be stored: ${describeError(error)}`);
    } catch (refusal) {
      return this.#wait(refusal);
    }
    this.#moved(1);
    return 'stored';
  }

  async #setAside(file: SpoolFile, record: PlacedRecord): Promise<boolean> {
    try {
      return await this.use.setAside(await this.#open(file, record));
    } catch (error) {
      if (concernsContent(error)) return false;
      throw error;
    }
  }

  #moved(count: number): void {
    spoolRecords.dec(count);
    this.#alone = Math.max(0, this.#alone - count);
    this.#tries = 0;
    this.#waitMs = FIRST_WAIT_MS;
    this.#stuckWhy = undefined;
    this.use.moved();
  }

  /** Whatever is not the entry's own fault leaves it where it is, for as long as it takes. */
  #wait(error: unknown): DrainStep {
    this.#reportStuck(describeError(error));
    if (isPassing(error)) this.#waitMs = FIRST_WAIT_MS;
    this.#notBefore = performance.now() + this.#waitMs;
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
    return 'wait';
  }

  async #open(file: SpoolFile, record: PlacedRecord): Promise<SpooledEntry> {
    let account = this.accounts.find(record.accountId);
    if (account === undefined) {
      await this.accounts.reload();
      account = this.accounts.find(record.accountId);
    }
    if (account === undefined) throw new LostEntryError('the account of an entry is gone');
    const binding = bindingOf(file, record.offset);
    const content = await this.vault.openBytes(this.database, { binding, bytes: record.sealed });
    if (content === undefined) throw new LostEntryError('the key of an entry was destroyed');
    return { kind: record.kind, account, at: new Date(record.at), content };
  }

  #reportStuck(why: string): void {
    this.use.stuck();
    if (this.#stuckWhy === why) return;
    this.#stuckWhy = why;
    this.#logger.error(
      `alarm: the database is away or takes nothing (${why}); what comes is kept on the local disk`,
    );
  }
}

class LostEntryError extends Error {
  override readonly name = 'LostEntryError';
}

/**
 * Whether an error may be the fault of what was to be stored: it can't be opened or read, or PostgreSQL refuses its
 * values (class 22) or their relation to others (class 23). Everything else says something about the database only.
 */
export function concernsContent(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return /^2[23][0-9A-Z]{3}$/.test(state);
  return [LostEntryError, SealError, ZodError, SyntaxError, TypeError, RangeError].some(
    (kind) => error instanceof kind,
  );
}
