import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { type Principal } from '../staff/principal.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { type OfferOutcome } from './assignment.entity.js';
import { GivingService } from './giving.service.js';

const OFFER_ENDS = 'offer-ends';

interface Offered {
  readonly ticketId: string;
  readonly accountId: string;
  readonly offeredTo: string | null;
}

/** A ticket rings at one person, who accepts or declines; unanswered, it ends by itself. */
@Injectable()
export class OfferService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
    private readonly giving: GivingService,
    private readonly timers: TimerService,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(OFFER_ENDS, (tx, offerId) => this.#expire(tx, offerId));
  }

  /** Offers a ticket that waits. Its row and the person's are locked, and they have room for it. */
  async make(
    tx: Transaction,
    ticket: { readonly ticketId: string; readonly accountId: string; readonly waitNumber: number },
    staffId: string,
    seconds: number,
  ): Promise<void> {
    const { ticketId, accountId, waitNumber } = ticket;
    const id = uuidv7();
    const now = this.clock.now();
    const until = new Date(now.getTime() + seconds * 1000);
    // One may still be written down that ended when the ticket left the line.
    await this.giving.endOffer(tx, ticketId, null);
    await tx.query(
      `INSERT INTO ticket_offer (id, ticket_id, account_id, staff_id, wait_number, offered_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, ticketId, accountId, staffId, waitNumber, now],
    );
    await tx.query('UPDATE ticket SET offered_to = $2, offered_at = $3, offer_until = $4 WHERE id = $1', [
      ticketId,
      staffId,
      now,
      until,
    ]);
    await this.timers.schedule(tx, OFFER_ENDS, id, until);
    await noteIdleSince(tx, [staffId], now);
    emitTicketChanged(tx, { accountId, ticketId, assignedTo: staffId });
  }

  /** As long as it stands, also a moment after its time. @throws AppError ticket_not_found, offer_gone, capacity_reached */
  async accept(principal: Principal, ticketId: string): Promise<TicketSummary> {
    const { staffId } = principal;
    return this.database.transaction(async (tx) => {
      const capacity = await this.giving.lockPerson(tx, staffId);
      if (capacity === undefined) throw new AppError('not_permitted');
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      const mine = head.state === 'active' && head.assignedTo === staffId;
      if (!mine) {
        const offered = await lockOffered(tx, ticketId);
        if (offered?.offeredTo !== staffId) throw new AppError('offer_gone');
        if ((await this.giving.inHand(tx, staffId, ticketId)) >= capacity)
          throw new AppError('capacity_reached', { capacity });
        await this.giving.give(tx, offered, staffId);
        await this.audit.record(tx, {
          act: 'ticket.taken',
          ...actIn(principal, head),
          details: { offered: true },
        });
      }
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** It goes to the next who fits. @throws AppError ticket_not_found, offer_gone */
  async decline(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      await accessTicket(tx, principal, ticketId, 'take', 'lock');
      if (!(await this.#end(tx, ticketId, principal.staffId, 'declined'))) throw new AppError('offer_gone');
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** Somebody takes nobody for now: what is offered to them goes to the next at once. */
  async withdrawAll(staffId: string): Promise<void> {
    const offered = await this.database.query<{ id: string }>(
      `SELECT id FROM ticket WHERE offered_to = $1 AND state = 'waiting' ORDER BY id`,
      [staffId],
    );
    for (const { id } of offered)
      await this.database.transaction((tx) => this.#end(tx, id, staffId, 'withdrawn'));
  }

  async #expire(tx: Transaction, offerId: string): Promise<void> {
    const [offer] = await tx.query<{ ticketId: string; staffId: string }>(
      `SELECT ticket_id AS "ticketId", staff_id AS "staffId" FROM ticket_offer WHERE id = $1 AND outcome IS NULL`,
      [offerId],
    );
    if (offer !== undefined) await this.#end(tx, offer.ticketId, offer.staffId, 'expired');
  }

  /** @returns false where it had ended already */
  async #end(tx: Transaction, ticketId: string, staffId: string, outcome: OfferOutcome): Promise<boolean> {
    const offered = await lockOffered(tx, ticketId);
    if (offered?.offeredTo !== staffId) return false;
    await this.giving.takeBack(tx, offered, staffId, outcome);
    return true;
  }
}

async function lockOffered(tx: Transaction, ticketId: string): Promise<Offered | undefined> {
  const [offered] = await tx.query<Offered>(
    `SELECT id AS "ticketId", account_id AS "accountId", offered_to AS "offeredTo" FROM ticket
     WHERE id = $1 AND state = 'waiting' FOR NO KEY UPDATE`,
    [ticketId],
  );
  return offered;
}
