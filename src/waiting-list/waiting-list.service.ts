import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Account, AccountDirectory } from '../account/account.directory.js';
import { type Situation } from '../account/account.entity.js';
import { Clock } from '../config/clock.js';
import { type TicketState } from '../contract/ticket.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { tokyoDate } from '../opening-hours/opening-hours.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { type AppendTarget, TicketAppender } from '../ticket/append.js';
import { type ReplyToken } from '../ticket/delivery-request.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { takeReplyToken } from './reply-token.js';
import { renderText } from './text.js';
import { scheduleNotice, WAITING_NOTICE, waitPeriod } from './waiting-notice.js';

/** A ticket that waits, at the moment its caller wrote. */
export interface WaitingTicket extends AppendTarget {
  readonly state: Exclude<TicketState, 'closed'>;
  readonly waitNumber: number;
}

/** Who waits, and what they hear while they do. */
@Injectable()
export class WaitingListService implements OnModuleInit {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly appender: TicketAppender,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(WAITING_NOTICE, (tx, ticketId) => this.#sendWaitingNotice(tx, ticketId));
  }

  /**
   * Callers wrote: whoever waits for a person gets a fitting text, once per situation. In a consultation that a
   * counselor has taken, nothing is sent, whatever the hours.
   */
  async callersWrote(tx: Transaction, tickets: readonly WaitingTicket[]): Promise<void> {
    const waiting = tickets.filter((ticket) => ticket.state === 'waiting');
    if (waiting.length === 0) return;
    const openings = await this.openingHours.now(tx, [...new Set(waiting.map((ticket) => ticket.accountId))]);
    const entitled = waiting.map((ticket) => {
      const opening = openings.get(ticket.accountId) as OpeningNow;
      return opening.state === 'open'
        ? { ticket, opening, situation: 'waiting' as const, period: waitPeriod(ticket) }
        : { ticket, opening, situation: 'closed' as const, period: closedPeriod(opening, this.clock.now()) };
    });
    const answered = await noticesSent(tx, entitled);
    for (const { ticket, opening, situation } of entitled) {
      if (answered.has(ticket.callerId)) continue;
      if (situation === 'closed') await this.#notifyClosed(tx, ticket, opening);
      else await scheduleNotice(tx, this.timers, ticket.ticketId, this.clock.now());
    }
  }

  /** Somebody added the account as a friend, or came back: greeting, hours, numbers to call, terms. */
  async callerFollowed(
    tx: Transaction,
    caller: { accountId: string; callerId: string; callerKey: DataKey },
    followId: string,
    replyToken?: ReplyToken,
  ): Promise<void> {
    const account = await this.accounts.get(caller.accountId);
    if (!(await claimNotice(tx, caller.callerId, 'greeting', followId, this.clock.now()))) return;
    const openings = await this.openingHours.now(tx, [account.id]);
    const text = renderText(account, 'greeting', openings.get(account.id) as OpeningNow, null);
    await this.appender.send(tx, {
      ...caller,
      bubbles: [{ kind: 'text', text }],
      ...(replyToken === undefined ? {} : { replyToken }),
    });
  }

  async #sendWaitingNotice(tx: Transaction, ticketId: string): Promise<void> {
    const [ticket] = await tx.query<{
      accountId: string;
      callerId: string;
      keyId: string;
      waitNumber: number;
    }>(
      `SELECT ticket.account_id AS "accountId", ticket.caller_id AS "callerId", caller.key_id AS "keyId",
         wait_number AS "waitNumber"
       FROM ticket JOIN caller ON caller.id = ticket.caller_id
       WHERE ticket.id = $1 AND ticket.state = 'waiting' FOR UPDATE OF ticket`,
      [ticketId],
    );
    if (ticket === undefined) return;
    const callerKey = (await this.keys.get(tx, [ticket.keyId])).get(ticket.keyId);
    if (callerKey === undefined) return;
    const openings = await this.openingHours.now(tx, [ticket.accountId]);
    const opening = openings.get(ticket.accountId) as OpeningNow;
    const target = { ticketId, callerKey, ...ticket };
    // The hours ended since they wrote: a place in line would promise somebody who doesn't come today.
    if (opening.state !== 'open') return this.#notifyClosed(tx, target, opening);
    const position = await positionOf(tx, ticketId);
    await this.#notify(tx, target, 'waiting', waitPeriod(target), opening, position);
  }

  async #notifyClosed(tx: Transaction, ticket: AppendTarget, opening: OpeningNow): Promise<void> {
    await this.#notify(tx, ticket, 'closed', closedPeriod(opening, this.clock.now()), opening, null);
  }

  async #notify(
    tx: Transaction,
    ticket: AppendTarget,
    situation: Situation,
    period: string,
    opening: OpeningNow,
    position: number | null,
  ): Promise<void> {
    if (!(await claimNotice(tx, ticket.callerId, situation, period, this.clock.now()))) return;
    const account: Account = await this.accounts.get(ticket.accountId);
    const text = renderText(account, situation, opening, position);
    const replyToken = await takeReplyToken(tx, { vault: this.vault, clock: this.clock }, ticket);
    await this.appender.say(tx, {
      ...ticket,
      direction: 'automatic',
      bubbles: [{ content: { kind: 'text', text }, sent: { kind: 'text', text } }],
      occurredAt: this.clock.now(),
      ...(replyToken === undefined ? {} : { replyToken }),
    });
  }
}

/**
 * The stretch between two openings is one closed period, whatever happens within it. Where no next opening is known,
 * each day is one: otherwise whoever got the text once would never hear anything again.
 */
function closedPeriod(opening: OpeningNow, at: Date): string {
  if (opening.nextOpensAt === null) return `${opening.state} on ${tokyoDate(at).toString()}`;
  return `until ${opening.nextOpensAt.toISOString()}`;
}

/** Which callers have had their text for this situation and period: most who write again have. */
async function noticesSent(
  tx: Queryable,
  notices: readonly {
    readonly ticket: AppendTarget;
    readonly situation: Situation;
    readonly period: string;
  }[],
): Promise<ReadonlySet<string>> {
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

/** True once per caller, situation and period: the database decides, so that no race sends a text twice. */
async function claimNotice(
  tx: Transaction,
  callerId: string,
  situation: Situation,
  period: string,
  at: Date,
): Promise<boolean> {
  const claimed = await tx.query(
    `INSERT INTO notice (caller_id, situation, period, sent_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING caller_id`,
    [callerId, situation, period, at],
  );
  return claimed.length > 0;
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
