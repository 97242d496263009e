import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { type Situation } from '../contract/opening.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../opening-hours/opening-watch.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { KeyStore } from '../vault/key-store.js';
import { CallerTexts, closedPeriod, closedSituation } from './caller-texts.service.js';
import { FollowUpService } from './follow-up.service.js';
import { LinePlaceService } from './line-place.service.js';
import { lockTicket } from './line-ticket.js';
import { PLACE_AGAIN, PlaceTexts } from './place-texts.service.js';

const CLOSED_ON = 'line-closed-on';

/**
 * What opening and closing mean for those who wait. It compares what the hours say now with what is written at each
 * ticket, so that it may run at any time, in whatever way the change came about.
 */
@Injectable()
export class OpeningTurn implements OnModuleInit {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly openingWatch: OpeningWatch,
    private readonly alarms: TicketAlarmService,
    private readonly texts: CallerTexts,
    private readonly placeTexts: PlaceTexts,
    private readonly followUps: FollowUpService,
    private readonly line: LinePlaceService,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.openingWatch.onChange((tx, accountId) => this.settle(tx, accountId));
    this.timers.handle(CLOSED_ON, (tx, ticketId) => this.#closedOn(tx, ticketId));
  }

  /** An account has opened or closed, or its hours were changed. */
  async settle(tx: Transaction, accountId: string): Promise<void> {
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
    if (opening.state === 'open') await this.#begin(tx, accountId);
    else if (opening.nextOpensAt !== null) await this.#postpone(tx, accountId, opening.nextOpensAt);
    // Where it only waits for people, nobody's wait is over.
    if ((opening.state === 'closed' && !opening.held) || opening.state === 'unknown')
      await this.#end(tx, accountId);
  }

  /** The opening that carried-over callers wait for has begun, perhaps earlier than was planned. */
  async #begin(tx: Transaction, accountId: string): Promise<void> {
    const now = this.clock.now();
    await forgetClosing(tx, accountId);
    const waiting = await tx.query<{ id: string; begins: boolean; watched: boolean }>(
      `SELECT id, carried_over_to IS NULL OR carried_over_to > $2 AS begins,
         id::text IN (SELECT split_part(subject, '@', 1) FROM timer WHERE kind = $3) AS watched FROM ticket
       WHERE account_id = $1 AND state = 'waiting' AND (carried_over OR carried_over_to IS NOT NULL)
       ORDER BY id FOR NO KEY UPDATE`,
      [accountId, now, PLACE_AGAIN],
    );
    const early = waiting.filter((ticket) => ticket.begins).map((ticket) => ticket.id);
    await tx.query('UPDATE ticket SET carried_over_to = $2 WHERE id = ANY($1)', [early, now]);
    await this.line.place(tx, early);
    for (const ticketId of early) emitTicketChanged(tx, { accountId, ticketId, assignedTo: null });
    await this.placeTexts.watch(
      tx,
      accountId,
      waiting.filter((ticket) => !ticket.watched).map((ticket) => ticket.id),
    );
  }

  /** Who waits for an opening waits for the one that the hours name now. */
  async #postpone(tx: Transaction, accountId: string, opensAt: Date): Promise<void> {
    const moved = await tx.query<{ id: string }>(
      `UPDATE ticket SET carried_over_to = $2
       WHERE account_id = $1 AND state = 'waiting' AND carried_over_to > $3 AND carried_over_to <> $2 RETURNING id`,
      [accountId, opensAt, this.clock.now()],
    );
    await this.line.place(
      tx,
      moved.map((ticket) => ticket.id),
    );
    for (const { id } of moved) emitTicketChanged(tx, { accountId, ticketId: id, assignedTo: null });
  }

  /**
   * It closed on those who came within the opening and still wait. Each is told in a transaction of their own, however
   * many there are.
   */
  async #end(tx: Transaction, accountId: string): Promise<void> {
    await tx.query(
      `INSERT INTO timer (kind, subject, due_at)
       SELECT $2, id::text, $3 FROM ticket
       WHERE account_id = $1 AND state = 'waiting' AND coalesce(carried_over_to <= $3, NOT carried_over)
       ON CONFLICT DO NOTHING`,
      [accountId, CLOSED_ON, this.clock.now()],
    );
  }

  async #closedOn(tx: Transaction, ticketId: string): Promise<void> {
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'waiting') return;
    const { accountId } = ticket;
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
    // It has opened again before anybody was told.
    if (opening.state === 'open') return;
    const { settings } = await this.accounts.get(accountId);
    const leaves = settings.whenClosed === 'reply-only' && ticket.risk === 'none';
    if (leaves) await this.followUps.put(tx, ticket, 'closing');
    else {
      await this.line.carryOver(tx, accountId, [ticketId]);
      emitTicketChanged(tx, ticket);
    }
    const period = closedPeriod(opening, this.clock.now());
    // Where the hours can't be told, nothing is promised by them.
    const situation = opening.state === 'unknown' ? 'emergency' : 'closing';
    const told = await this.texts.tell(tx, ticket, { situation, period, mayLeave: !leaves });
    // Also where somebody else answers them for now, and we must not: whom people fear for is theirs all the same.
    if (ticket.risk !== 'none' && (told || !(await hasRung(tx, ticketId))))
      await this.alarms.raise(tx, ticket, 'at-risk-closing');
    // It says all that the closed text says: whoever writes tonight has had it.
    await this.texts.count(tx, ticket.callerId, closedSituation(opening), period);
  }
}

/**
 * It is open: what was said of a closing is over. When it closes again, by hand and perhaps until the same instant, who
 * writes then is answered then.
 */
async function forgetClosing(tx: Transaction, accountId: string): Promise<void> {
  await tx.query(
    `DELETE FROM notice USING caller WHERE caller.id = caller_id AND account_id = $1
       AND (situation = ANY($2) OR situation = 'emergency' AND period LIKE 'unknown on %')`,
    [accountId, ['closed', 'closing'] satisfies Situation[]],
  );
}

/** Whether supervisors were told before that it closed on this ticket. */
async function hasRung(tx: Transaction, ticketId: string): Promise<boolean> {
  const rung = await tx.query(`SELECT FROM ticket_alarm WHERE ticket_id = $1 AND kind = 'at-risk-closing'`, [
    ticketId,
  ]);
  return rung.length > 0;
}
