import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Account, AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { type SetAsideReason } from '../contract/desk.js';
import { signatureIsValid } from '../line/signature.js';
import { type LineEvent } from '../line/webhook-body.js';
import { isPassing } from '../database/database.service.js';
import { describeError } from '../database/worker.js';
import { TimeLimitError, withTimeLimit } from '../line/time-limit.js';
import { CallerService } from '../ticket/caller.service.js';
import {
  EMERGENCY_EVENT_TYPE,
  emergencyEventId,
  emergencyRecordSchema,
} from './emergency/emergency-record.js';
import { EmergencyTexts } from './emergency/emergency-texts.js';
import { GroupCommit } from '../database/group-commit.js';
import { eventsReceived, eventsSetAside, eventsStored, webhooksReceived } from './intake.metrics.js';
import {
  InboxRepository,
  type InboundEvent,
  type ReplayedInput,
  StaleKeysError,
} from '../inbox/inbox.repository.js';
import { asStored } from './group-event.js';
import { Projector } from './projector.js';
import { type SpooledEntry } from './spool/drain.js';
import { Spool } from './spool/spool.service.js';
import { callerAddress, readAgain, readBody, type Reading } from './reading.js';

/** Two commits under way keep the disk busy while the next batch gathers; more only make batches smaller. */
const COMMIT_LANES = 2;
const BATCH_EVENTS = 256;
/**
 * How long a commit may take before the body is kept on the local disk instead, in milliseconds: LINE waits for an
 * answer for 2 seconds. https://developers.line.biz/en/docs/messaging-api/check-webhook-error-statistics/
 */
const COMMIT_WAIT_MS = 1500;

/** Somebody would have to be erased again and again, just as they write, to need more. */
const STALE_TRIES = 4;

/** Takes webhooks: verify the raw bytes, commit, answer. Everything else happens later. */
@Injectable()
export class IntakeService implements OnModuleInit {
  readonly #logger = new Logger(IntakeService.name);
  readonly #commits = new GroupCommit<InboundEvent>(
    (events) => this.#commit(events),
    COMMIT_LANES,
    BATCH_EVENTS,
  );
  /** Neither the database nor the disk took what came last. */
  #keptNothing = false;

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly callers: CallerService,
    private readonly repository: InboxRepository,
    private readonly projector: Projector,
    private readonly spool: Spool,
    private readonly emergencies: EmergencyTexts,
  ) {}

  onModuleInit(): void {
    this.spool.drainInto({
      store: (entries) => this.#storeSpooled(entries),
      setAside: (entry) => this.#setAsideSpooled(entry),
      probe: () => this.#probe(),
      stuck: () => this.emergencies.begin(),
      moved: () => this.emergencies.pause(),
      emptied: () => this.emergencies.end(),
    });
  }

  /**
   * Takes one webhook request. When it resolves, whatever a correctly signed body held is durable.
   * @throws AppError account_not_found, signature_invalid, unavailable
   */
  async receive(accountId: string, body: Buffer, signature: string | undefined): Promise<void> {
    const receivedAt = new Date();
    const account = await this.#account(accountId);
    if (!signatureIsValid(body, signature, account.credentials.channelSecrets)) {
      webhooksReceived.inc({ account: account.id, outcome: 'signature-invalid' });
      throw new AppError('signature_invalid');
    }
    const reading = readBody(account, body);
    const outcome = await this.#keepSomewhere(account, body, reading, receivedAt);
    webhooksReceived.inc({ account: account.id, outcome });
    const whole = reading.aside[0]?.bytes === body;
    eventsReceived.inc({ account: account.id }, reading.events.length + (whole ? 0 : reading.aside.length));
  }

  async #account(accountId: string): Promise<Account> {
    try {
      const account = await this.accounts.look(accountId);
      if (account === undefined) throw new AppError('account_not_found');
      return account;
    } catch (error) {
      // An account that nobody here knows may be one that another process has only just made.
      throw isPassing(error) ? new AppError('unavailable') : error;
    }
  }

  /**
   * In the database, or, while it is away, too slow for LINE or refuses, on the local disk: whose fault it is shows
   * when it is drained. A commit that was given up may still succeed: what is drained later is in the database already
   * then, and comes in once.
   */
  async #keepSomewhere(
    account: Account,
    body: Buffer,
    reading: Reading,
    receivedAt: Date,
  ): Promise<'accepted' | 'spooled'> {
    if (this.spool.empty) {
      try {
        await withTimeLimit(this.#store(account, reading, receivedAt), COMMIT_WAIT_MS);
        if (this.#keptNothing) this.emergencies.end();
        this.#keptNothing = false;
        return 'accepted';
      } catch (error) {
        if (!(error instanceof TimeLimitError) && !isPassing(error))
          this.#logger.error(`alarm: a webhook could not be stored: ${describeError(error)}`);
      }
    }
    try {
      await this.spool.append(account, 'webhook', body, receivedAt);
    } catch (error) {
      // LINE has to bring it again, which may take long: whoever wrote must not be left in silence meanwhile.
      this.#keptNothing = true;
      this.emergencies.tell(account, body);
      throw error;
    }
    this.emergencies.heard(account, body);
    return 'spooled';
  }

  /** A body that can't be stored though the database is well; our own entries are none that could be read again. */
  async #setAsideSpooled({ kind, account, content, at }: SpooledEntry): Promise<boolean> {
    if (kind !== 'webhook') return false;
    await this.#setAside(account, 'not-storable', content, at);
    return true;
  }

  async #probe(): Promise<void> {
    const [account] = this.accounts.all();
    if (account === undefined) throw new Error('the database has no accounts');
    await this.repository.probe(account);
  }

  #storeSpooled(entries: readonly SpooledEntry[]): Promise<void> {
    return this.#withFreshKeys(() => this.#storeEntries(entries));
  }

  async #storeEntries(entries: readonly SpooledEntry[]): Promise<void> {
    const inbound: InboundEvent[] = [];
    for (const { kind, account, content, at } of entries) {
      if (kind === 'said') {
        inbound.push(await this.#said(account, content, at));
        continue;
      }
      const { events, aside } = readBody(account, content);
      for (const { reason, bytes } of aside) await this.#setAside(account, reason, bytes, at);
      inbound.push(...(await this.#inbound(account, events.map(withoutReplyToken), at)));
    }
    if (inbound.length > 0) await this.#commit(inbound);
  }

  async #said(account: Account, content: Buffer, receivedAt: Date): Promise<InboundEvent> {
    const said = emergencyRecordSchema.parse(JSON.parse(content.toString('utf8')));
    const webhookEventId = emergencyEventId(said.id);
    const source = { type: 'user', userId: said.userId };
    const event = { type: EMERGENCY_EVENT_TYPE, webhookEventId, timestamp: said.at, source, said };
    const [inbound] = await this.#inbound(account, [event], receivedAt);
    return inbound as InboundEvent;
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

  async #store(account: Account, { events, aside }: Reading, receivedAt: Date): Promise<void> {
    for (const { reason, bytes } of aside) await this.#setAside(account, reason, bytes, receivedAt);
    if (events.length === 0) return;
    await this.#withFreshKeys(async () =>
      this.#commits.add(await this.#inbound(account, events, receivedAt)),
    );
  }

  /** Whoever was erased meanwhile is a stranger the second time; what was stored already isn't stored again. */
  async #withFreshKeys(store: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store();
      } catch (error) {
        if (!(error instanceof StaleKeysError) || attempt === STALE_TRIES) throw error;
        this.callers.forget(error.keyIds);
      }
    }
  }

  async #inbound(account: Account, events: readonly LineEvent[], receivedAt: Date): Promise<InboundEvent[]> {
    const userIds = [...new Set(events.map(callerAddress).filter((address) => address !== null))];
    const callers = await this.callers.resolve(account, 'line', userIds);
    const byUserId = new Map(userIds.map((userId, index) => [userId, callers[index]]));
    return events.map((event) => {
      const caller = byUserId.get(callerAddress(event) ?? '');
      const key = caller?.key ?? account.key;
      const { webhookEventId } = event;
      const callerId = caller?.id ?? null;
      return { account, webhookEventId, callerId, key, receivedAt, event: asStored(event) };
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

/**
 * The emergency text may have spent the token, and a process that was killed since can't tell: it is never tried again.
 * https://developers.line.biz/en/reference/messaging-api/#send-reply-message
 */
function withoutReplyToken(event: LineEvent): LineEvent {
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'replyToken')) as LineEvent;
}
