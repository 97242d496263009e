import { rename } from 'node:fs/promises';
import path from 'node:path';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type Account, AccountDirectory } from '../../account/account.directory.js';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { Database, isPassing } from '../../database/database.service.js';
import { describeError, Worker } from '../../database/worker.js';
import { Vault } from '../../vault/vault.service.js';
import { encodeRecord, type SpoolHead } from './record.js';
import { type PlacedRecord, SpoolFile } from './spool-file.js';
import { SpoolFolder } from './spool-folder.js';
import { drained, spoolBytes, spoolDamaged, spooled, spoolRecords, spoolRefused } from './spool.metrics.js';

const POLL_MS = 300;
/** How often files of processes that are gone are looked for, in milliseconds. */
const ADOPT_MS = 10_000;
/** Entries that go into the database at once. */
const BATCH = 100;
/** Tries of an entry that fails though the database is there. */
const MAX_TRIES = 5;
/** A database that has not taken what waits within this many milliseconds counts as away. */
const STUCK_AFTER_MS = 3000;
/** What a record is longer than its content, at most, in bytes. */
const RECORD_OVERHEAD = 512;

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
  /** The database takes nothing. */
  readonly stuck: () => void;
  /** The database takes something again. */
  readonly moved: () => void;
  /** Nothing waits any more. */
  readonly emptied: () => void;
}

/**
 * Keeps what came while the database was away: sealed, on the local disk, before LINE gets its 200; brought into the
 * database in order when it is back. While anything waits here, everything new goes behind it.
 */
@Injectable()
export class Spool implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Spool.name);
  readonly #worker = new Worker('spool', POLL_MS, () => this.#drain());
  #folder: SpoolFolder | undefined;
  /** Oldest first; only the last one, where it is `#current`, is written. */
  readonly #files: SpoolFile[] = [];
  #current: Promise<SpoolFile> | undefined;
  #appending = 0;
  #adoptedAt = 0;
  #use: SpoolUse | undefined;
  #batch = BATCH;
  #tries = 0;
  #stuck = false;
  #damaged = false;

  constructor(
    private readonly vault: Vault,
    private readonly accounts: AccountDirectory,
    private readonly database: Database,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Names who brings entries into the database. */
  drainInto(use: SpoolUse): void {
    this.#use = use;
  }

  async onApplicationBootstrap(): Promise<void> {
    const folder = this.environment.SPOOL_DIR ?? path.join(this.environment.DATA_DIR, 'spool');
    try {
      this.#folder = await SpoolFolder.open(folder);
      await this.#adopt();
    } catch (error) {
      // Callers are better served by a relay without this safety than by none.
      this.#logger.error(
        `alarm: SPOOL_DIR: ${folder} can't be used (${describeError(error)}); while the database is away, webhooks will get 503`,
      );
    }
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
    await Promise.allSettled(this.#files.map((file) => file.close()));
    await this.#folder?.close();
  }

  /** Whether nothing waits: then what comes may go straight into the database. */
  get empty(): boolean {
    return this.#files.length === 0 && this.#appending === 0;
  }

  /** Size of what waits, in bytes. */
  get bytes(): number {
    return this.#files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /**
   * Keeps an entry; when it resolves, it is on the disk.
   * @throws AppError unavailable when there is no room or the disk fails: LINE delivers again
   */
  async append(account: Account, kind: SpoolHead['kind'], content: Buffer, at: Date): Promise<void> {
    this.#appending += 1;
    try {
      if (this.bytes + content.length + RECORD_OVERHEAD > this.environment.SPOOL_MAX_BYTES)
        throw new SpoolFullError('the spool is full');
      const file = await this.#writable();
      await file.append((offset) =>
        encodeRecord({
          accountId: account.id,
          kind,
          at: at.getTime(),
          sealed: this.vault.sealBytes(account.key, bindingOf(file, offset), content),
        }),
      );
      spooled.inc({ kind });
      spoolRecords.inc();
    } catch (error) {
      if (!(error instanceof SpoolFullError)) this.#current = undefined;
      const reason = error instanceof SpoolFullError ? 'full' : 'disk';
      spoolRefused.inc({ reason });
      this.#logger.error(`alarm: the spool takes nothing more (${reason}): ${describeError(error)}`);
      throw new AppError('unavailable');
    } finally {
      this.#appending -= 1;
      spoolBytes.set(this.bytes);
      this.#worker.poke();
    }
  }

  async #writable(): Promise<SpoolFile> {
    const folder = this.#folder;
    if (folder === undefined) throw new Error('the spool is not open');
    this.#current ??= folder.create().then((file) => {
      this.#files.push(file);
      return file;
    });
    const file = await this.#current;
    if (!file.broken) return file;
    this.#current = undefined;
    return this.#writable();
  }

  async #adopt(): Promise<void> {
    this.#adoptedAt = performance.now();
    const adopted = (await this.#folder?.adopt()) ?? [];
    if (adopted.length === 0) return;
    this.#logger.warn(`${adopted.length} spool files of processes that are gone were taken over`);
    this.#files.unshift(...adopted);
    spoolBytes.set(this.bytes);
    for (const file of adopted) spoolRecords.inc(await file.count());
  }

  async #drain(): Promise<boolean> {
    if (performance.now() - this.#adoptedAt > ADOPT_MS) await this.#adopt();
    const [file] = this.#files;
    if (file === undefined) return false;
    const current = await this.#current?.catch(() => undefined);
    if (file.finished) {
      // Whoever is about to write has not reached the file yet: it waits for them.
      if (file === current && this.#appending > 0) return false;
      await this.#finish(file, file === current);
      return this.#files.length > 0;
    }
    // All that is on the disk is drained, and more is on its way there: whoever writes it pokes us.
    if (!file.readable) return false;
    const { records, next, damagedBytes } = await file.read(file.drained);
    if (damagedBytes > 0) this.#reportDamage(file, `${damagedBytes} bytes are no record any more`);
    const batch = records.slice(0, this.#batch);
    if (batch.length > 0 && !(await this.#store(file, batch))) return false;
    // Entries that were not part of this batch are read again: they begin where the first of them stands.
    file.drained = records[batch.length]?.offset ?? next;
    return true;
  }

  /** No await between the question whether anything waits and this: what comes now goes straight on. */
  async #finish(file: SpoolFile, current: boolean): Promise<void> {
    this.#files.shift();
    if (current) this.#current = undefined;
    if (this.#damaged) {
      await file.close();
      await rename(file.path, `${file.path}.damaged`);
    } else await file.remove();
    this.#damaged = false;
    spoolBytes.set(this.bytes);
    if (!this.empty) return;
    spoolRecords.set(0);
    this.#stuck = false;
    this.#use?.emptied();
  }

  /** @returns false when the same is to be tried again later */
  async #store(file: SpoolFile, batch: readonly PlacedRecord[]): Promise<boolean> {
    const slow = setTimeout(() => this.#reportStuck('no answer'), STUCK_AFTER_MS);
    try {
      const entries: SpooledEntry[] = [];
      for (const record of batch) entries.push(await this.#open(file, record));
      await this.#use?.store(entries);
    } catch (error) {
      if (isPassing(error)) {
        this.#reportStuck(describeError(error));
        return false;
      }
      return this.#failed(file, batch, error);
    } finally {
      clearTimeout(slow);
    }
    drained.inc(batch.length);
    spoolRecords.dec(batch.length);
    this.#tries = 0;
    this.#batch = BATCH;
    this.#stuck = false;
    this.#use?.moved();
    return true;
  }

  /** One entry breaks the batch: first found by itself, then tried some times, then left in its file. */
  #failed(file: SpoolFile, batch: readonly PlacedRecord[], error: unknown): boolean {
    if (batch.length > 1) {
      this.#batch = 1;
      return false;
    }
    this.#tries += 1;
    if (this.#tries < MAX_TRIES) return false;
    this.#tries = 0;
    spoolRecords.dec(batch.length);
    this.#reportDamage(file, `an entry could not be stored: ${describeError(error)}`);
    return true;
  }

  async #open(file: SpoolFile, record: PlacedRecord): Promise<SpooledEntry> {
    const account = await this.accounts.get(record.accountId);
    const binding = bindingOf(file, record.offset);
    const content = await this.vault.openBytes(this.database, { binding, bytes: record.sealed });
    if (content === undefined) throw new Error('the key of an entry was destroyed');
    return { kind: record.kind, account, at: new Date(record.at), content };
  }

  #reportStuck(why: string): void {
    this.#use?.stuck();
    if (this.#stuck) return;
    this.#stuck = true;
    this.#logger.error(`alarm: the database is away (${why}); what comes is kept on the local disk`);
  }

  #reportDamage(file: SpoolFile, what: string): void {
    this.#damaged = true;
    spoolDamaged.inc();
    this.#logger.error(`alarm: ${what} in ${path.basename(file.path)}; the file is kept`);
  }
}

class SpoolFullError extends Error {
  override readonly name = 'SpoolFullError';
}

function bindingOf(file: SpoolFile, offset: number): `spool.record:${string}` {
  return `spool.record:${file.id}/${offset}`;
}
