import { Injectable, Logger } from '@nestjs/common';
import { type Account, AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { type SetAsideReason } from '../contract/desk.js';
import { signatureIsValid } from '../line/signature.js';
import { type LineEvent } from '../line/webhook-body.js';
import { CallerService } from '../ticket/caller.service.js';
import { GroupCommit } from './group-commit.js';
import { eventsReceived, eventsSetAside, eventsStored, webhooksReceived } from './intake.metrics.js';
import { InboxRepository, type InboundEvent, type ReplayedInput } from '../inbox/inbox.repository.js';
import { Projector } from './projector.js';
import { callerAddress, readAgain, readBody, type Reading } from './reading.js';

/** Two commits under way keep the disk busy while the next batch gathers; more only make batches smaller. */
const COMMIT_LANES = 2;
const BATCH_EVENTS = 256;

/** Takes webhooks: verify the raw bytes, commit, answer. Everything else happens later. */
@Injectable()
export class IntakeService {
  readonly #logger = new Logger(IntakeService.name);
  readonly #commits = new GroupCommit<InboundEvent>(
    (events) => this.#commit(events),
    COMMIT_LANES,
    BATCH_EVENTS,
  );

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly callers: CallerService,
    private readonly repository: InboxRepository,
    private readonly projector: Projector,
  ) {}

  /**
   * Takes one webhook request. When it resolves, whatever a correctly signed body held is durable.
   * @throws AppError account_not_found, signature_invalid
   */
  async receive(accountId: string, body: Buffer, signature: string | undefined): Promise<void> {
    const account = await this.accounts.look(accountId);
    if (account === undefined) throw new AppError('account_not_found');
    if (!signatureIsValid(body, signature, account.credentials.channelSecrets)) {
      webhooksReceived.inc({ account: account.id, outcome: 'signature-invalid' });
      throw new AppError('signature_invalid');
    }
    await this.#keep(account, body, new Date());
    webhooksReceived.inc({ account: account.id, outcome: 'accepted' });
  }

  /**
   * Reads again what was set aside, the same way as when it came.
   * @returns whether anything of it was understood
   */
  async replay(account: Account, { reason, bytes, receivedAt }: ReplayedInput): Promise<boolean> {
    if (bytes === null) return false;
    const reading = readAgain(account, reason, bytes);
    if (reading.events.length === 0 && reading.aside.length > 0) return false;
    await this.#store(account, reading, receivedAt);
    return true;
  }

  async #keep(account: Account, body: Buffer, receivedAt: Date): Promise<void> {
    const reading = readBody(account, body);
    const whole = reading.aside[0]?.bytes === body;
    eventsReceived.inc({ account: account.id }, reading.events.length + (whole ? 0 : reading.aside.length));
    await this.#store(account, reading, receivedAt);
  }

  async #store(account: Account, { events, aside }: Reading, receivedAt: Date): Promise<void> {
    for (const { reason, bytes } of aside) await this.#setAside(account, reason, bytes, receivedAt);
    if (events.length > 0) await this.#commits.add(await this.#inbound(account, events, receivedAt));
  }

  async #inbound(account: Account, events: readonly LineEvent[], receivedAt: Date): Promise<InboundEvent[]> {
    const userIds = [...new Set(events.map(callerAddress).filter((address) => address !== null))];
    const callers = await this.callers.resolve(account, 'line', userIds);
    const byUserId = new Map(userIds.map((userId, index) => [userId, callers[index]]));
    return events.map((event) => {
      const caller = byUserId.get(callerAddress(event) ?? '');
      const key = caller?.key ?? account.key;
      const { webhookEventId } = event;
      return { account, webhookEventId, callerId: caller?.id ?? null, key, receivedAt, event };
    });
  }

  async #commit(events: readonly InboundEvent[]): Promise<void> {
    const stored = await this.repository.storeEvents(events);
    eventsStored.inc(stored);
    if (stored > 0) this.projector.poke();
  }

  async #setAside(account: Account, reason: SetAsideReason, bytes: Buffer, receivedAt: Date): Promise<void> {
    if (!(await this.repository.setAside(account, reason, bytes, receivedAt))) return;
    eventsSetAside.inc({ account: account.id, reason });
    this.#logger.error(
      `alarm: signed input for ${account.id} was set aside: ${reason}, ${bytes.length} bytes`,
    );
  }
}
