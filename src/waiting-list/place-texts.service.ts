import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { KeyStore } from '../vault/key-store.js';
import { CallerTexts, closedPeriod, closedSituation } from './caller-texts.service.js';
import { type LineTicket, lockTicket } from './line-ticket.js';
import { TAKEN_NOTICE, TAKEN_NOTICE_AFTER_MS, WAITING_NOTICE, waitPeriod } from './waiting-notice.js';

export const PLACE_AGAIN = 'place-again';

/** Tells those who wait where they stand: soon after they came, and again when it changed. */
@Injectable()
export class PlaceTexts implements OnModuleInit {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly texts: CallerTexts,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(WAITING_NOTICE, (tx, ticketId) => this.#first(tx, ticketId));
    this.timers.handle(TAKEN_NOTICE, (tx, subject) => this.#taken(tx, subject));
    this.timers.handle(PLACE_AGAIN, (tx, subject) => this.#again(tx, subject));
  }

  /** From now on these hear of it when their place changes. */
  async watch(tx: Transaction, accountId: string, ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    const { placeAgainMinutes, placeAgainAtMost } = (await this.accounts.get(accountId)).settings.waiting;
    if (placeAgainAtMost === 0) return;
    const dueAt = new Date(this.clock.now().getTime() + placeAgainMinutes * 60_000);
    await tx.query(
      `INSERT INTO timer (kind, subject, due_at)
       SELECT $2, id || '@' || $3, $4 FROM unnest($1::text[]) AS given (id) ON CONFLICT DO NOTHING`,
      [ticketIds, PLACE_AGAIN, dueAt.toISOString(), dueAt],
    );
  }

  async #first(tx: Transaction, ticketId: string): Promise<void> {
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state === 'active') {
      const dueAt = new Date(this.clock.now().getTime() + TAKEN_NOTICE_AFTER_MS);
      return this.timers.schedule(tx, TAKEN_NOTICE, `${ticketId}@${ticket.waitNumber}`, dueAt);
    }
    if (ticket?.state !== 'waiting') return;
    const opening = (await this.openingHours.now(tx, [ticket.accountId])).get(ticket.accountId) as OpeningNow;
    // Whose counselor went is given to the next one until the last of them leaves.
    const goesOn = ticket.frontSince !== null && opening.state === 'last-acceptance-passed';
    // The hours ended since they wrote: a place in line would promise somebody who doesn't come today.
    if (opening.state !== 'open' && !goesOn) {
      const period = closedPeriod(opening, this.clock.now());
      await this.texts.tell(tx, ticket, { situation: closedSituation(opening), period, mayLeave: true });
      return;
    }
    const position = await positionOf(tx, ticketId);
    const situation = ticket.frontSince === null ? 'waiting' : 'returned';
    const text = { situation, period: waitPeriod(ticket), position, mayLeave: true } as const;
    if (await this.texts.tell(tx, ticket, text)) await this.#told(tx, ticket, position, 0);
  }

  /** Their counselor reads first, and writes long: until then, nobody has said anything to them. */
  async #taken(tx: Transaction, subject: string): Promise<void> {
    const [ticketId = '', waitNumber] = subject.split('@');
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'active' || String(ticket.waitNumber) !== waitNumber) return;
    // What was said before belongs to an earlier wait, or to an earlier talk in the same ticket.
    const said = await tx.query(
      `SELECT message.id FROM message JOIN ticket ON ticket.id = ticket_id
       WHERE ticket_id = $1 AND direction IN ('outbound', 'automatic') AND occurred_at >= taken_at LIMIT 1`,
      [ticketId],
    );
    if (said.length > 0) return;
    await this.texts.tell(tx, ticket, { situation: 'taken', period: waitPeriod(ticket) });
  }

  async #again(tx: Transaction, subject: string): Promise<void> {
    const [ticketId = ''] = subject.split('@');
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'waiting') return;
    const { accountId, placeTold, placeTexts } = ticket;
    const { placeAgainAtMost } = (await this.accounts.get(accountId)).settings.waiting;
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
    // At the next opening it goes on.
    if (placeTexts >= placeAgainAtMost || opening.state !== 'open') return;
    const position = await positionOf(tx, ticketId);
    const spared = position === placeTold || !ticket.reachable || (await isQuotaShort(tx, accountId));
    if (spared) return this.watch(tx, accountId, [ticketId]);
    const told = await this.texts.tell(tx, ticket, {
      situation: 'place-again',
      period: `${waitPeriod(ticket)}#${placeTexts + 1}`,
      position,
      mayLeave: true,
    });
    if (told) await this.#told(tx, ticket, position, placeTexts + 1);
    else await this.watch(tx, accountId, [ticketId]);
  }

  async #told(tx: Transaction, ticket: LineTicket, position: number, texts: number): Promise<void> {
    await tx.query('UPDATE ticket SET place_told = $2, place_texts = $3 WHERE id = $1', [
      ticket.ticketId,
      position,
      texts,
    ]);
    const { placeAgainAtMost } = (await this.accounts.get(ticket.accountId)).settings.waiting;
    if (texts < placeAgainAtMost) await this.watch(tx, ticket.accountId, [ticket.ticketId]);
  }
}

/** Whether so much of the month's messages is used that what nobody needs has to wait: each text after a minute costs. */
async function isQuotaShort(tx: Queryable, accountId: string): Promise<boolean> {
  const [row] = await tx.query<{ short: boolean }>(
    `SELECT coalesce(hold_until > now(), false) OR coalesce(used::bigint * 100 >= message_limit::bigint * 95, false)
       AS short FROM account_quota WHERE account_id = $1`,
    [accountId],
  );
  return row?.short ?? false;
}

/** Place in the account's line, counted from 1. */
async function positionOf(tx: Queryable, ticketId: string): Promise<number> {
  const [row] = await tx.query<{ position: number }>(
    `SELECT count(*)::int AS position FROM ticket AS ahead JOIN ticket AS own ON own.id = $1
     WHERE ahead.account_id = own.account_id AND ahead.state = 'waiting'
       AND (ahead.line_rank, ahead.line_since, ahead.waiting_since, ahead.id)
         <= (own.line_rank, own.line_since, own.waiting_since, own.id)`,
    [ticketId],
  );
  return row?.position ?? 1;
}
