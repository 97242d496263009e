import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { EventFeed } from '../database/event/event-feed.js';
import { Worker } from '../database/worker.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import { IntakeService } from './intake.service.js';

const POLL_MS = 5000;

/**
 * Reads again what was set aside and an administrator asked for, the same way as when it came. Of two processes that
 * do so at once one finds everything stored already; nothing comes in twice.
 */
@Injectable()
export class ReplayWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('replay', POLL_MS, () => this.#replayOne());
  #unsubscribe: (() => void) | undefined;

  constructor(
    private readonly repository: InboxRepository,
    private readonly accounts: AccountDirectory,
    private readonly intake: IntakeService,
    private readonly feed: EventFeed,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('intake')) return;
    this.#unsubscribe = this.feed.onHint('events', () => this.#worker.poke());
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    await this.#worker.stop();
  }

  async #replayOne(): Promise<boolean> {
    const input = await this.repository.nextReplay();
    if (input === undefined) return false;
    const account = await this.accounts.get(input.accountId);
    await this.repository.endReplay(input, await this.intake.replay(account, input));
    return true;
  }
}
