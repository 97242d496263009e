import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type Account, AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { EventFeed } from '../database/event/event-feed.js';
import { type Transaction } from '../database/transaction.js';
import { describeError, Worker } from '../database/worker.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { fits, inTurn, needsToMeet, rests } from './fit.js';
import { GivingService } from './giving.service.js';
import { type Candidate, MatchReadModel, type Resting, type WaitingTicket } from './match.read-model.js';
import { OfferService } from './offer.service.js';

/** How often we look without being told, in milliseconds: some things change by the clock alone. */
const POLL_MS = 1000;
/** Decisions for one account before the others have their turn. */
const AT_ONCE = 50;
/** First of two numbers of an advisory lock; the second one says for which account. */
const MATCH_LOCK = 7_160_521;
/** Later than every opening: whoever waits may be given. */
const ALL = new Date('9999-01-01T00:00:00Z');

/**
 * Brings those who wait and those who are free together, where the account doesn't leave that to people. Any process may
 * do it; for one account, one does at a time, so that the oldest goes first. It looks whenever something was committed.
 */
@Injectable()
export class Matcher implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Matcher.name);
  readonly #worker = new Worker('matcher', POLL_MS, () => this.#work());

  constructor(
    private readonly database: Database,
    private readonly feed: EventFeed,
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly readModel: MatchReadModel,
    private readonly giving: GivingService,
    private readonly offers: OfferService,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('timers')) return;
    this.#worker.start((poke) => this.feed.onHint('events', poke));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async #work(): Promise<boolean> {
    const assigning = this.accounts.all().filter(({ settings }) => settings.assignment.mode !== 'take');
    if (assigning.length === 0) return false;
    let more = false;
    for (const accountId of await this.readModel.waitingAmong(
      this.database,
      assigning.map(({ id }) => id),
    )) {
      try {
        let decisions = 0;
        while (decisions < AT_ONCE && (await this.decide(accountId))) decisions += 1;
        more ||= decisions === AT_ONCE;
      } catch (error) {
        // The others don't wait for it; it is tried again at the next look.
        this.#logger.error(`assigning for ${accountId} failed: ${describeError(error)}`);
      }
    }
    return more;
  }

  /**
   * One decision in one transaction: the first in line who can be served now comes to the person whose turn it is.
   * @returns whether anything came of it, so that there may be more
   */
  async decide(accountId: string): Promise<boolean> {
    const account = await this.accounts.get(accountId);
    if (account.settings.assignment.mode === 'take') return false;
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(${MATCH_LOCK}, hashtext($1))`, [accountId]);
      const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
      const dueBy = this.#dueBy(opening);
      if (dueBy === null) return false;
      const candidates = await this.readModel.candidates(tx, accountId);
      if (candidates.length === 0) return false;
      if (opening.lines !== null && (await this.readModel.running(tx, accountId)) >= opening.lines)
        return false;
      const resting = await this.readModel.resting(tx, accountId, this.#restedSince(account));
      const ticket = await this.readModel.first(tx, accountId, needsToMeet(candidates, resting), dueBy);
      if (ticket === undefined) return false;
      return this.#assign(tx, account, ticket, await this.#turns(tx, account, ticket, candidates, resting));
    });
  }

  /** Nobody is given by a machine while it is closed; after the last acceptance, those who came before it. */
  #dueBy({ state }: OpeningNow): Date | null {
    if (state === 'open') return ALL;
    return state === 'last-acceptance-passed' ? this.clock.now() : null;
  }

  /** Whoever declined a ticket or let it pass is not asked again for as long as an offer stands. */
  #restedSince({ settings }: Account): Date {
    return new Date(this.clock.now().getTime() - settings.assignment.offerSeconds * 1000);
  }

  async #turns(
    tx: Transaction,
    { settings }: Account,
    ticket: WaitingTicket,
    candidates: readonly Candidate[],
    resting: readonly Resting[],
  ): Promise<Candidate[]> {
    const fitting = candidates.filter(
      (candidate) => fits(candidate, ticket) && !rests(resting, ticket.ticketId, candidate.staffId),
    );
    return inTurn(fitting, {
      offers: await this.readModel.offersOf(tx, ticket),
      lastCounselor: settings.assignment.lastCounselorFirst
        ? await this.readModel.lastCounselor(tx, ticket)
        : null,
    });
  }

  async #assign(
    tx: Transaction,
    { settings: { assignment } }: Account,
    ticket: WaitingTicket,
    turns: readonly Candidate[],
  ): Promise<boolean> {
    for (const { staffId } of turns) {
      const capacity = await this.giving.lockPerson(tx, staffId);
      // They took one by hand in this very moment, or signed out, or take a break.
      if (capacity === undefined || (await this.giving.inHand(tx, staffId, ticket.ticketId)) >= capacity)
        continue;
      if (!(await this.readModel.isThere(tx, staffId))) continue;
      if (await this.readModel.lockWaiting(tx, ticket.ticketId)) {
        if (assignment.mode === 'automatic') {
          await this.giving.give(tx, ticket, staffId);
          await this.audit.record(tx, {
            act: 'ticket.given',
            actor: { kind: 'system' },
            accountId: ticket.accountId,
            ticketId: ticket.ticketId,
            subject: { kind: 'staff', id: staffId },
          });
        } else await this.offers.make(tx, ticket, staffId, assignment.offerSeconds);
      }
      // Where somebody else has just taken it, the next one may be given.
      return true;
    }
    return false;
  }
}
