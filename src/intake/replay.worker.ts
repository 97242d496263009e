import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { isPassing } from '../database/database.service.js';
import { EventFeed } from '../database/event/event-feed.js';
import { describeError, Worker } from '../database/worker.js';
import { InboxRepository, type ReplayedInput } from '../inbox/inbox.repository.js';
import { IntakeService } from './intake.service.js';

const POLL_MS = 5000;

/**
 * Reads again what was set aside and an administrator asked for, the same way as when it came. Of two processes that
 * do so at once one finds everything stored already; nothing comes in twice.
 */
@Injectable()
export class ReplayWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(ReplayWorker.name);
  readonly #worker = new Worker('replay', POLL_MS, () => this.#replayOne());

  constructor(
    private readonly repository: InboxRepository,
    private readonly accounts: AccountDirectory,
    private readonly intake: IntakeService,
    private readonly feed: EventFeed,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('intake')) return;
    this.#worker.start((poke) => this.feed.onHint('events', poke));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async #replayOne(): Promise<boolean> {
    const input = await this.repository.nextReplay();
    if (input === undefined) return false;
    await this.repository.endReplay(input, await this.#replay(input));
    return true;
  }

  /** What breaks its replay stays set aside, and doesn't keep the next from being read. */
  async #replay(input: ReplayedInput): Promise<boolean> {
    try {
      return await this.intake.replay(await this.accounts.get(input.accountId), input);
    } catch (error) {
      // The database was away: that says nothing about the input.
      if (isPassing(error)) throw error;
      this.#logger.error(`input ${input.id} could not be read again: ${describeError(error)}`);
      return false;
    }
  }
}
