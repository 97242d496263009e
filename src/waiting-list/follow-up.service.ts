import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { describeInstant } from '../config/japanese-time.js';
import { type FollowUpReason } from '../contract/standing.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { type Principal } from '../staff/principal.js';
import { endHandingOver } from '../ticket/handover-end.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { endTicket } from '../ticket/ticket-end.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { accessTicket, assertMaySend, mayRead, type TicketHead } from '../ticket/ticket.access.js';
import { followUpFrom } from '../ticket/follow-up-from.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { assertWordsSeen, hasUnseenWords } from '../ticket/unseen-words.js';
import { KeyStore } from '../vault/key-store.js';
import { CallerTexts } from './caller-texts.service.js';
import { LinePlaceService } from './line-place.service.js';
import { type LineTicket, lockTicket } from './line-ticket.js';
import { mutedAmong } from './muted.js';

const FOLLOW_UP_END = 'follow-up-end';

/** Tickets that left the line: nobody is lost, and a person decides what becomes of each. */
@Injectable()
export class FollowUpService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: TicketAlarmService,
    private readonly texts: CallerTexts,
    private readonly line: LinePlaceService,
    private readonly readModel: TicketReadModel,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(FOLLOW_UP_END, (tx, subject) => this.#end(tx, subject));
  }

  /** A ticket leaves the line, or its counselor, and stays with the people of the account. Its row is locked. */
  async put(
    tx: Transaction,
    ticket: { readonly ticketId: string; readonly accountId: string; readonly assignedTo: string | null },
    reason: FollowUpReason,
  ): Promise<void> {
    const { ticketId, accountId, assignedTo } = ticket;
    const now = this.clock.now();
    if (assignedTo !== null) await endHandingOver(tx, ticketId, now);
    await tx.query(
      `UPDATE ticket SET state = 'follow-up', assigned_to = NULL, taken_at = NULL, closed_at = NULL, time_limit_at = NULL,
         front_since = NULL, helping_account_id = NULL, offered_to = NULL, offered_at = NULL, offer_until = NULL,
         follow_up_reason = $2, follow_up_since = $3 WHERE id = $1`,
      [ticketId, reason, now],
    );
    const end = await this.#endOf(accountId, now);
    await this.timers.schedule(tx, FOLLOW_UP_END, `${ticketId}@${now.toISOString()}`, end);
    emitTicketChanged(tx, { accountId, ticketId, assignedTo: null });
    await noteIdleSince(tx, [assignedTo], now);
    if (assignedTo !== null) tx.emit({ type: 'counselor.changed', staffId: assignedTo });
  }

  /**
   * A person puts somebody back into the line, behind those who wait.
   * @throws AppError ticket_not_found, not_on_follow_up_list, not_permitted, caller_muted
   */
  async backToLine(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.#change(principal, ticketId, async (tx, ticket) => {
      await this.#assertNotMuted(tx, ticket);
      await this.line.backToLine(tx, ticketId, ticket.followUpReason === 'blocked' ? 'old' : 'new');
    });
  }

  /**
   * A person has done what there was to do. At risk, that is a supervisor's word.
   * @throws AppError ticket_not_found, not_on_follow_up_list, not_permitted, words_unseen
   */
  async close(principal: Principal, ticketId: string, seenThrough: string | null): Promise<TicketSummary> {
    return this.#change(principal, ticketId, async (tx, ticket, head) => {
      const guarded = ticket.risk !== 'none' || ticket.followUpReason === 'muted';
      if (guarded && principal.memberships.get(ticket.accountId) !== 'supervisor')
        throw new AppError('not_permitted');
      // Only who may read the words can have had them on the screen.
      await assertWordsSeen(tx, ticketId, mayRead(principal, head) ? seenThrough : null, this.clock.now());
      await this.#close(tx, ticket);
    });
  }

  /**
   * The one message afterwards, from the next morning on.
   * @throws AppError ticket_not_found, not_on_follow_up_list, follow_up_too_early, follow_up_already_sent,
   *   caller_unreachable, caller_in_standby, caller_muted
   */
  async sendMessage(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.#change(principal, ticketId, async (tx, ticket, head) => {
      await this.#assertNotMuted(tx, ticket);
      if (ticket.followedUpAt !== null) throw new AppError('follow_up_already_sent');
      assertMaySend(head);
      const from = followUpFrom(ticket.followUpSince ?? this.clock.now());
      if (this.clock.now() < from) throw new AppError('follow_up_too_early', { from: describeInstant(from) });
      await tx.query('UPDATE ticket SET followed_up_at = $2 WHERE id = $1', [ticketId, this.clock.now()]);
      await this.texts.tell(tx, ticket, { situation: 'follow-up', period: ticketId });
      emitTicketChanged(tx, ticket);
    });
  }

  async #change(
    principal: Principal,
    ticketId: string,
    change: (tx: Transaction, ticket: LineTicket, head: TicketHead) => Promise<void>,
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      const ticket = await lockTicket(tx, this.keys, ticketId);
      if (ticket === undefined) throw new AppError('ticket_not_found');
      if (ticket.state !== 'follow-up') throw new AppError('not_on_follow_up_list');
      await change(tx, ticket, head);
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  async #end(tx: Transaction, subject: string): Promise<void> {
    const [ticketId = '', since = ''] = subject.split('@');
    const ticket = await lockTicket(tx, this.keys, ticketId);
    if (ticket?.state !== 'follow-up' || ticket.followUpSince?.toISOString() !== since) return;
    // Who has written since then and was not let into the line is still waiting for somebody to look.
    const end = await this.#endOf(ticket.accountId, ticket.lastInboundAt ?? new Date(since));
    if (end > this.clock.now()) return this.#endLater(tx, ticketId, since, end);
    if (ticket.risk !== 'none') return this.alarms.raise(tx, ticket, 'at-risk-idle');
    // Words that nobody has seen stay here as long again, and again, until somebody has.
    if (await hasUnseenWords(tx, ticketId))
      return this.#endLater(tx, ticketId, since, await this.#endOf(ticket.accountId, this.clock.now()));
    await this.#close(tx, ticket);
  }

  async #endLater(tx: Transaction, ticketId: string, since: string, end: Date): Promise<void> {
    await this.timers.schedule(tx, FOLLOW_UP_END, `${ticketId}@${since}@${end.toISOString()}`, end);
  }

  async #endOf(accountId: string, since: Date): Promise<Date> {
    const { followUpDays } = (await this.accounts.get(accountId)).settings.waiting;
    return new Date(since.getTime() + followUpDays * 86_400_000);
  }

  /** A mute ends by itself, by being lifted, or by a mark of risk; nothing else brings its caller back before that. */
  async #assertNotMuted(tx: Transaction, { callerId }: LineTicket): Promise<void> {
    if ((await mutedAmong(tx, [callerId], this.clock.now())).size > 0) throw new AppError('caller_muted');
  }

  async #close(tx: Transaction, ticket: LineTicket): Promise<void> {
    await endTicket(tx, ticket, this.clock.now());
    emitTicketChanged(tx, ticket);
  }
}
