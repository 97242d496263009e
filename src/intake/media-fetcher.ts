import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { AccountDirectory } from '../account/account.directory.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { EventFeed } from '../database/event/event-feed.js';
import { UnderWay } from '../database/under-way.js';
import { describeError, Worker } from '../database/worker.js';
import { LineContentClient } from '../line/content.client.js';
import { detectType, kindAsClaimed } from '../media/content-type.js';
import {
  type Found,
  type LeasedMedia,
  type MediaOutcome,
  MediaRepository,
} from '../media/media.repository.js';
import { CHUNK_BYTES, MediaStore } from '../media/media.store.js';
import { MediaScanner, ScannerAwayError } from '../media/scanner.js';
import { KeyStore } from '../vault/key-store.js';
import { gaveUp, preparationWaitMs, retryWaitMs } from './media-waits.js';

const POLL_MS = 500;
/** Downloads that one process keeps under way at once. */
const CONCURRENCY = 12;
const SWEEP_MS = 10 * 60_000;

const attemptsMade = new Counter({
  name: 'tomoshibi_media_attempts_total',
  help: 'Attempts to fetch pictures, recordings and files from LINE, by outcome',
  labelNames: ['account', 'outcome'] as const,
});

/**
 * Fetches what callers sent, at once, since LINE keeps it for an unstated time. Each is leased, so that a process that
 * dies in the middle loses nothing: the next one begins it anew.
 */
@Injectable()
export class MediaFetcher implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(MediaFetcher.name);
  readonly #worker = new Worker('media', POLL_MS, () => this.#fill());
  readonly #underWay = new UnderWay();
  readonly #stopping = new AbortController();
  #sweptAt = -Infinity;

  constructor(
    private readonly repository: MediaRepository,
    private readonly store: MediaStore,
    private readonly scanner: MediaScanner,
    private readonly content: LineContentClient,
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly database: Database,
    private readonly feed: EventFeed,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('intake')) return;
    this.#worker.start((poke) => this.feed.onHint('media', poke));
  }

  /** Breaks off what is under way: it is begun anew by whoever comes next. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#worker.stop();
    await this.#underWay.ended();
  }

  async #fill(): Promise<boolean> {
    await this.#sweep();
    const room = CONCURRENCY - this.#underWay.size;
    if (room <= 0) return false;
    for (const media of await this.repository.lease(room, this.environment.DELIVERY_LEASE_MS)) {
      this.#underWay.add(
        this.#work(media),
        (error) => this.#logger.error(`media not settled: ${describeError(error)}`),
        () => this.#worker.poke(),
      );
    }
    return false;
  }

  async #work(media: LeasedMedia): Promise<void> {
    const leaseMs = this.environment.DELIVERY_LEASE_MS;
    const heartbeat = setInterval(() => {
      this.repository.extend(media, leaseMs).catch(() => undefined);
    }, leaseMs / 3);
    try {
      const outcome = await this.#attempt(media);
      attemptsMade.inc({ account: media.accountId, outcome: outcome.state });
      await this.repository.settle(media, outcome);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #attempt(media: LeasedMedia): Promise<MediaOutcome> {
    const { bytes, mimeType, kind } = media;
    if (bytes !== null && mimeType !== null) return this.#scan(media, { bytes, mimeType, kind });
    if (gaveUp(media.firstAttemptAt, new Date())) return { state: 'failed' };
    const { credentials } = await this.accounts.get(media.accountId);
    const answer = await this.content.open(credentials, media.externalId, this.#stopping.signal);
    switch (answer.outcome) {
      case 'gone':
      case 'failed':
        return { state: answer.outcome };
      case 'preparing':
        return { state: 'waiting', waitMs: preparationWaitMs(media.attempts, Math.random()) };
      case 'again':
        return this.#later(media);
      case 'content':
    }
    try {
      if ((answer.length ?? 0) > this.environment.MEDIA_MAX_BYTES) return { state: 'refused' };
      return await this.#keep(media, answer.stream);
    } finally {
      answer.cancel();
    }
  }

  async #keep(media: LeasedMedia, stream: AsyncIterable<Uint8Array>): Promise<MediaOutcome> {
    const key = (await this.keys.get(this.database, [media.keyId])).get(media.keyId);
    // The caller was erased: there is nobody whose words this could be.
    if (key === undefined) return { state: 'gone' };
    const source = new Marked(stream);
    let written;
    try {
      written = await this.store.write({ ...media, key }, source, this.environment.MEDIA_MAX_BYTES);
    } catch (error) {
      // LINE broke off, or stood still. Whatever our own database says goes on to the log.
      if (source.broken) return this.#later(media);
      throw error;
    }
    // What was withdrawn, or is another's now, is settled by nobody here: settling asks for this attempt.
    if (written.outcome === 'not-ours') return this.#later(media);
    if (written.outcome === 'too-large') return { state: 'refused' };
    const mimeType = await detectType(written.head);
    const found = { mimeType, bytes: written.bytes, kind: kindAsClaimed(media.kind, mimeType) };
    if (!this.scanner.present) return { state: 'stored', found, scan: 'not-scanned' };
    await this.repository.arrived(media, found);
    return this.#scan(media, found);
  }

  /** Until the scanner has spoken nobody gets it, however long that takes. */
  async #scan(media: LeasedMedia, found: Found): Promise<MediaOutcome> {
    if (!this.scanner.present) return { state: 'stored', found, scan: 'not-scanned' };
    try {
      const stored = { id: media.id, bytes: found.bytes, chunkBytes: CHUNK_BYTES };
      const verdict = await this.scanner.scan(this.store.readAll(stored));
      if (verdict === 'infected') return { state: 'infected' };
      return { state: 'stored', found, scan: verdict === 'clean' ? 'clean' : 'not-scanned' };
    } catch (error) {
      if (!(error instanceof ScannerAwayError)) throw error;
      this.#logger.error('alarm: the virus scanner can not be reached; what callers sent waits for it');
      return this.#later(media);
    }
  }

  #later({ attempts }: LeasedMedia): MediaOutcome {
    const waitMs = this.#stopping.signal.aborted ? 0 : retryWaitMs(attempts, Math.random());
    return { state: 'waiting', waitMs };
  }

  async #sweep(): Promise<void> {
    if (performance.now() - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = performance.now();
    await this.repository.sweep();
  }
}

/** A stream that remembers whether it was itself what failed. */
class Marked implements AsyncIterable<Uint8Array> {
  broken = false;

  constructor(private readonly stream: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    const iterator = this.stream[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await iterator.next().catch((error: unknown) => {
          this.broken = true;
          throw error;
        });
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
}
