import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { endHandingOver } from '../ticket/handover-end.js';
import { dropDrafts } from '../ticket/ticket-end.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { TicketService } from '../ticket/ticket.service.js';
import { hasUnseenWords } from '../ticket/unseen-words.js';
import { KeyStore } from '../vault/key-store.js';
import { CallerTexts } from '../waiting-list/caller-texts.service.js';
import { type LineTicket, lockTicket } from '../waiting-list/line-ticket.js';

const ASK = 'idle-ask';
const CLOSE = 'idle-close';
const MINUTE_MS = 60_000;

interface Silence {
  readonly repliedAt: Date | null;
  readonly askedAt: Date | null;
  readonly callerWrote: boolean;
}

/**
 * A caller who falls silent after our last word is asked gently whether they are still there, and the consultation is
 * closed a while later. Nobody at risk is ever closed by a timer: supervisors hear of it instead. Nor is anybody who
 * wrote what no screen has shown: both wait until one has.
 */
@Injectable()
export class IdleService implements OnModuleInit {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly tickets: TicketService,
    private readonly alarms: TicketAlarmService,
    private readonly texts: CallerTexts,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tickets.onReply((tx, ticket) => this.#replied(tx, ticket));
    this.timers.handle(ASK, (tx, subject) => this.#ask(tx, subject));
    this.timers.handle(CLOSE, (tx, subject) => this.#close(tx, subject));
  }

  /** Each reply has a timer of its own: one that was followed by another word finds another instant, and does nothing. */
  async #replied(
    tx: Transaction,
    { ticketId, accountId }: { readonly ticketId: string; readonly accountId: string },
  ): Promise<void> {
    const { askAfterMinutes } = (await this.accounts.get(accountId)).settings.idle;
    if (askAfterMinutes === undefined) return;
    const now = this.clock.now();
    await tx.query(
      'UPDATE ticket SET replied_at = $2, idle_asked_at = NULL, idle_closes_at = NULL WHERE id = $1',
      [ticketId, now],
    );
    const due = new Date(now.getTime() + askAfterMinutes * MINUTE_MS);
    await this.timers.schedule(tx, ASK, `${ticketId}@${now.toISOString()}`, due);
  }

  async #ask(tx: Transaction, subject: string): Promise<void> {
    const [ticketId = '', repliedAt] = subject.split('@');
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'active' || !ticket.reachable) return;
    const silence = await silenceOf(tx, ticketId);
    if (silence.callerWrote || silence.repliedAt?.toISOString() !== repliedAt) return;
    if (await isOurTurn(tx, ticketId)) return this.#askLater(tx, ticket, `${ticketId}@${repliedAt}`);
    const period = `${ticketId} ${repliedAt}`;
    // While somebody else answers the caller, we neither ask nor close.
    if (!(await this.texts.tell(tx, ticket, { situation: 'still-there', period }))) return;
    const now = this.clock.now();
    await tx.query('UPDATE ticket SET idle_asked_at = $2 WHERE id = $1', [ticketId, now]);
    await this.#closeLater(tx, ticket, `${ticketId}@${now.toISOString()}`, now);
  }

  async #askLater(tx: Transaction, { accountId }: LineTicket, asking: string): Promise<void> {
    const { askAfterMinutes } = (await this.accounts.get(accountId)).settings.idle;
    if (askAfterMinutes === undefined) return;
    const due = new Date(this.clock.now().getTime() + askAfterMinutes * MINUTE_MS);
    await this.timers.schedule(tx, ASK, `${asking}@${due.toISOString()}`, due);
  }

  /** @param asked the ticket, and when its caller was asked */
  async #closeLater(tx: Transaction, ticket: LineTicket, asked: string, from: Date): Promise<void> {
    const { closeAfterMinutes } = (await this.accounts.get(ticket.accountId)).settings.idle;
    const closesAt = new Date(from.getTime() + closeAfterMinutes * MINUTE_MS);
    await tx.query('UPDATE ticket SET idle_closes_at = $2 WHERE id = $1', [ticket.ticketId, closesAt]);
    await this.timers.schedule(tx, CLOSE, `${asked}@${closesAt.toISOString()}`, closesAt);
    emitTicketChanged(tx, ticket);
  }

  async #close(tx: Transaction, subject: string): Promise<void> {
    const [ticketId = '', askedAt] = subject.split('@');
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'active') return;
    const silence = await silenceOf(tx, ticketId);
    if (silence.callerWrote || silence.askedAt?.toISOString() !== askedAt) return;
    if (ticket.risk === 'none' && (await isOurTurn(tx, ticketId)))
      return this.#closeLater(tx, ticket, `${ticketId}@${askedAt}`, this.clock.now());
    if (ticket.risk === 'none') await this.#end(tx, ticket, `${ticketId} ${askedAt}`);
    else await this.alarms.raise(tx, ticket, 'at-risk-idle');
  }

  async #end(tx: Transaction, ticket: LineTicket, period: string): Promise<void> {
    await this.texts.tell(tx, ticket, { situation: 'idle-closed', period });
    const { reopenMinutes } = (await this.accounts.get(ticket.accountId)).settings.idle;
    const now = this.clock.now();
    await tx.query(
      `UPDATE ticket SET state = 'closed', closed_at = $2, reopen_until = $3, idle_asked_at = NULL, idle_closes_at = NULL
       WHERE id = $1`,
      [ticket.ticketId, now, new Date(now.getTime() + reopenMinutes * MINUTE_MS)],
    );
    await noteIdleSince(tx, [ticket.assignedTo], now);
    await endHandingOver(tx, ticket.ticketId, now);
    await dropDrafts(tx, ticket);
    emitTicketChanged(tx, ticket);
  }
}

async function silenceOf(tx: Transaction, ticketId: string): Promise<Silence> {
  const [row] = await tx.query<Silence>(
    `SELECT replied_at AS "repliedAt", idle_asked_at AS "askedAt", unanswered_since IS NOT NULL AS "callerWrote"
     FROM ticket WHERE id = $1`,
    [ticketId],
  );
  return row ?? { repliedAt: null, askedAt: null, callerWrote: true };
}

/**
 * Whether it isn't they who fell silent: they may never have read our last word, or wrote something, just before it,
 * that nobody has seen.
 */
async function isOurTurn(tx: Transaction, ticketId: string): Promise<boolean> {
  return (await isUnderWay(tx, ticketId)) || (await hasUnseenWords(tx, ticketId));
}

/** Whether LINE has not taken what was said last, or gave it back. */
async function isUnderWay(tx: Transaction, ticketId: string): Promise<boolean> {
  const [last] = await tx.query<{ accepted: boolean }>(
    `SELECT delivery.state = 'accepted' AS accepted FROM message JOIN delivery ON delivery.id = delivery_id
     WHERE ticket_id = $1 AND direction IN ('outbound', 'automatic')
     ORDER BY occurred_at DESC, message.id DESC LIMIT 1`,
    [ticketId],
  );
  return last?.accepted === false;
}
