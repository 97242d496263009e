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
import { Database } from '../../database/database.service.js';
import { describeError, Worker } from '../../database/worker.js';
import { Vault } from '../../vault/vault.service.js';
import { Drain, type SpoolUse } from './drain.js';
import { encodeRecord, type SpoolHead } from './record.js';
import { bindingOf, type Place, type SpoolFile } from './spool-file.js';
import { SpoolFolder, UnusableFolderError } from './spool-folder.js';
import {
  spoolBytes,
  spoolDamaged,
  spooled,
  spoolRecords,
  spoolRefused,
  spoolUsable,
} from './spool.metrics.js';

const POLL_MS = 300;
/** How often files of processes that are gone are looked for, in milliseconds. */
const ADOPT_MS = 10_000;
/** A disk that has just refused is left alone for this long, in milliseconds. */
const DISK_REST_MS = 1000;
/** What a record is longer than its content, at most, in bytes. */
const RECORD_OVERHEAD = 512;

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
  #draining: Drain | undefined;
  #creating: Promise<SpoolFile> | undefined;
  #restUntil = 0;
  #unusable: string | undefined;

  constructor(
    private readonly vault: Vault,
    private readonly accounts: AccountDirectory,
    private readonly database: Database,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Names who brings entries into the database. */
  drainInto(use: SpoolUse): void {
    this.#draining = new Drain(this.vault, this.accounts, this.database, use, (file, place, what) =>
      this.#reportDamage(file, place, what),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#adopt();
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
      await this.#appendTo(await this.#writable(), account, { kind, at: at.getTime() }, content);
      spooled.inc({ kind });
      spoolRecords.inc();
      spoolUsable.set(1);
    } catch (error) {
      const reason = error instanceof SpoolFullError ? 'full' : 'disk';
      spoolRefused.inc({ reason });
      spoolUsable.set(0);
      this.#logger.error(`alarm: the spool takes nothing more (${reason}): ${describeError(error)}`);
      throw new AppError('unavailable');
    } finally {
      this.#appending -= 1;
      spoolBytes.set(this.bytes);
      this.#worker.poke();
    }
  }

  async #appendTo(
    file: SpoolFile,
    account: Account,
    head: Pick<SpoolHead, 'kind' | 'at'>,
    content: Buffer,
  ): Promise<void> {
    try {
      await file.append((offset) =>
        encodeRecord({
          ...head,
          accountId: account.id,
          sealed: this.vault.sealBytes(account.key, bindingOf(file, offset), content),
        }),
      );
    } catch (error) {
      this.#rest();
      // A file that holds nothing is no use to anybody; of several whose bytes were refused, one takes it away.
      if (file.broken && file.bytes === 0 && this.#files.includes(file)) {
        this.#forget(file);
        await file.remove().catch(() => undefined);
      }
      throw error;
    }
  }

  async #writable(): Promise<SpoolFile> {
    const folder = this.#folder;
    if (folder === undefined) throw new Error('the spool is not open');
    const file = await this.#current?.catch(() => undefined);
    if (file !== undefined && !file.broken && this.#files.includes(file)) return file;
    if (performance.now() < this.#restUntil) throw new Error('the disk has just refused');
    // Of several that find the same file unusable, the first makes the next one.
    const before = this.#creating;
    this.#creating ??= folder.create().finally(() => {
      this.#creating = undefined;
    });
    const creating = this.#creating;
    if (before === undefined) {
      this.#current = creating;
      creating.then(
        (made) => this.#files.push(made),
        () => this.#rest(),
      );
    }
    return creating;
  }

  /** The disk refused: it gets some time. */
  #rest(): void {
    this.#current = undefined;
    this.#restUntil = performance.now() + DISK_REST_MS;
  }

  /** Opens the folder, where that failed before, and takes over what processes that are gone have left in it. */
  async #adopt(): Promise<void> {
    this.#adoptedAt = performance.now();
    const place = this.environment.SPOOL_DIR ?? path.join(this.environment.DATA_DIR, 'spool');
    let adopted: SpoolFile[];
    try {
      this.#folder ??= await SpoolFolder.open(place);
      adopted = await this.#folder.adopt();
      this.#files.unshift(...adopted);
      this.#unusable = undefined;
      if (this.#restUntil < performance.now()) spoolUsable.set(1);
    } catch (error) {
      spoolUsable.set(0);
      const why = error instanceof UnusableFolderError ? error.message : describeError(error);
      if (this.#unusable === why) return;
      this.#unusable = why;
      // Callers are better served by a relay without this safety than by none.
      this.#logger.error(
        `alarm: SPOOL_DIR: ${place} can't be used (${why}); while the database is away, webhooks will get 503`,
      );
      return;
    }
    if (adopted.length === 0) return;
    this.#logger.warn(`${adopted.length} spool files of processes that are gone were taken over`);
    spoolBytes.set(this.bytes);
    for (const file of adopted) spoolRecords.inc(await file.count().catch(() => 0));
  }

  async #drain(): Promise<boolean> {
    if (performance.now() - this.#adoptedAt > ADOPT_MS) await this.#adopt();
    const drain = this.#draining;
    const [file] = this.#files;
    if (file === undefined || drain === undefined || drain.waiting) return false;
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
    if (damagedBytes > 0) {
      const place = { offset: file.drained, bytes: damagedBytes };
      this.#reportDamage(file, place, `${damagedBytes} bytes are no record any more`);
    }
    const batch = records.slice(0, drain.batchSize);
    if (batch.length > 0) {
      const step = await drain.store(file, batch);
      if (step !== 'stored') return step === 'again';
    }
    // Entries that were not part of this batch are read again: they begin where the first of them stands.
    file.drained = records[batch.length]?.offset ?? next;
    return true;
  }

  /** No await between the question whether anything waits and this: what comes now goes straight on. */
  async #finish(file: SpoolFile, current: boolean): Promise<void> {
    this.#forget(file);
    if (current) this.#current = undefined;
    if (this.empty) spoolRecords.set(0);
    try {
      if (file.damage.length > 0) await file.keepDamage();
      await file.remove();
    } finally {
      spoolBytes.set(this.bytes);
      if (this.empty) this.#draining?.emptied();
    }
  }

  #forget(file: SpoolFile): void {
    const index = this.#files.indexOf(file);
    if (index >= 0) this.#files.splice(index, 1);
  }

  #reportDamage(file: SpoolFile, { offset, bytes }: Place, what: string): void {
    file.damage.push({ offset, bytes });
    spoolDamaged.inc();
    this.#logger.error(`alarm: ${what} in ${path.basename(file.path)}; this part is kept`);
  }
}

class SpoolFullError extends Error {
  override readonly name = 'SpoolFullError';
}
