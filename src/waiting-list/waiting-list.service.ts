import { Injectable } from '@nestjs/common';
import { type Situation } from '../contract/opening.js';
import { Clock } from '../config/clock.js';
import { type FollowUpReason } from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../opening-hours/opening-watch.js';
import { type AppendTarget } from '../ticket/append.js';
import { type ReplyToken } from '../ticket/delivery-request.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { type Admission } from './admission.service.js';
import { CallerTexts, closedPeriod, closedSituation } from './caller-texts.service.js';
import { FollowUpService } from './follow-up.service.js';
import { LinePlaceService } from './line-place.service.js';
import { type LineTicket, lockTicket } from './line-ticket.js';
import { mutedAmong } from './muted.js';
import { scheduleNotice, waitPeriod } from './waiting-notice.js';

/** A ticket at the moment its caller wrote. */
export interface WrittenTicket extends AppendTarget {
  readonly state: Exclude<TicketState, 'closed'>;
  readonly waitNumber: number;
  /** What was just decided about it; undefined where there was nothing to decide. */
  readonly admission: Admission | undefined;
}

interface Entitled {
  readonly ticket: WrittenTicket;
  readonly situation: Situation;
  readonly period: string;
  readonly again: Date | null;
}

/** Who waits, who leaves the line, and what they hear. */
@Injectable()
export class WaitingListService {
  constructor(
    private readonly openingHours: OpeningHoursService,
    private readonly openingWatch: OpeningWatch,
    private readonly alarms: TicketAlarmService,
    private readonly texts: CallerTexts,
    private readonly followUps: FollowUpService,
    private readonly line: LinePlaceService,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Callers wrote: whoever waits for a person gets a fitting text, once per situation. In a consultation that a
   * counselor has taken, nothing is sent, whatever the hours; nor to whom a supervisor muted.
   */
  async callersWrote(tx: Transaction, tickets: readonly WrittenTicket[]): Promise<void> {
    const alone = tickets.filter((ticket) => ticket.state !== 'active');
    if (alone.length === 0) return;
    const openings = await this.openingHours.now(tx, [...new Set(alone.map((ticket) => ticket.accountId))]);
    await this.#alarmFaults(tx, openings);
    const entitled = alone.flatMap(
      (ticket) => this.#textFor(ticket, openings.get(ticket.accountId) as OpeningNow) ?? [],
    );
    const answered = await noticesSent(tx, entitled);
    for (const { ticket, situation, period, again } of entitled) {
      if (answered.has(ticket.callerId)) continue;
      if (situation === 'waiting') await scheduleNotice(tx, this.timers, ticket.ticketId, this.clock.now());
      else
        await this.texts.tell(tx, ticket, {
          situation,
          period,
          again,
          mayLeave: (ticket.admission?.refused ?? null) === null,
        });
    }
  }

  #textFor(ticket: WrittenTicket, opening: OpeningNow): Entitled | undefined {
    const { admission } = ticket;
    const now = this.clock.now();
    const to = (situation: Situation, period: string) => ({ ticket, situation, period, again: null });
    switch (admission?.refused) {
      case 'muted':
        return undefined;
      case 'limit':
        return { ...to('limit', `until ${admission.again?.toISOString()}`), again: admission.again };
      case 'full':
        // Whoever tries again after an hour is told again: they can't know.
        return to('full', `${ticket.ticketId} ${now.toISOString().slice(0, 13)}`);
      default:
        return opening.state === 'open'
          ? to('waiting', waitPeriod(ticket))
          : to(closedSituation(opening), closedPeriod(opening, now));
    }
  }

  /** Somebody added the account as a friend, or came back: greeting, hours, numbers to call, terms. */
  async callerFollowed(
    tx: Transaction,
    caller: { accountId: string; callerId: string; callerKey: DataKey },
    followId: string,
    replyToken?: ReplyToken,
  ): Promise<void> {
    if ((await mutedAmong(tx, [caller.callerId], this.clock.now())).size > 0) return;
    await this.texts.greet(tx, caller, followId, replyToken);
  }

  /**
   * A caller has said that they want to leave the line. Whoever doesn't stand in it has nothing to leave, and whoever
   * has written since then has come back.
   */
  async callerLeft(tx: Transaction, ticketId: string, at: Date): Promise<void> {
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'waiting' || (ticket.lastInboundAt !== null && ticket.lastInboundAt > at)) return;
    await this.#takeOut(tx, ticket, 'left');
    const period = `left ${waitPeriod(ticket)}`;
    await this.texts.tell(tx, ticket, { situation: 'left', period });
  }

  async #alarmFaults(tx: Transaction, openings: ReadonlyMap<string, OpeningNow>): Promise<void> {
    for (const [accountId, { fault }] of openings)
      if (fault !== null) await this.openingWatch.alarmFault(tx, accountId);
  }

  /** Callers blocked the account: who waited is kept, and nobody is asked to take somebody whom they can't answer. */
  async callersBlocked(tx: Transaction, callerIds: readonly string[]): Promise<void> {
    for (const ticketId of await ticketsOf(tx, callerIds, `state = 'waiting'`)) {
      const ticket = await lockTicket(tx, this.keys, ticketId);
      if (ticket?.state === 'waiting') await this.#takeOut(tx, ticket, 'blocked');
    }
  }

  /** They came back: as if they had never gone. */
  async callersCameBack(tx: Transaction, callerIds: readonly string[]): Promise<void> {
    const blocked = `state = 'follow-up' AND follow_up_reason = 'blocked'`;
    for (const ticketId of await ticketsOf(tx, callerIds, blocked))
      await this.line.backToLine(tx, ticketId, 'old');
  }

  async #takeOut(tx: Transaction, ticket: LineTicket, reason: FollowUpReason): Promise<void> {
    await this.followUps.put(tx, ticket, reason);
    if (ticket.risk !== 'none') await this.alarms.raise(tx, ticket, 'at-risk-left');
  }
}

async function ticketsOf(tx: Queryable, callerIds: readonly string[], which: string): Promise<string[]> {
  if (callerIds.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM ticket WHERE caller_id = ANY($1) AND ${which} ORDER BY id`,
    [callerIds],
  );
  return rows.map((row) => row.id);
}

/** Which callers have had their text for this situation and period: most who write again have. */
async function noticesSent(tx: Queryable, notices: readonly Entitled[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ callerId: string }>(
    `SELECT caller_id AS "callerId" FROM notice
     JOIN unnest($1::uuid[], $2::varchar[], $3::varchar[]) AS given (caller_id, situation, period)
     USING (caller_id, situation, period)`,
    [
      notices.map((notice) => notice.ticket.callerId),
      notices.map((notice) => notice.situation),
      notices.map((notice) => notice.period),
    ],
  );
  return new Set(rows.map((row) => row.callerId));
}
