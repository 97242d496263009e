import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type FollowUpReason } from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { type Transaction } from '../database/transaction.js';
import { type Admission, AdmissionService } from '../waiting-list/admission.service.js';
import { WaitingListService } from '../waiting-list/waiting-list.service.js';
import { type Interpretation } from './interpretation.js';

/** The open ticket of a caller, as a batch of events finds or makes it. */
export interface OpenTicket {
  readonly id: string;
  readonly callerId: string;
  readonly state: Exclude<TicketState, 'closed'>;
  readonly assignedTo: string | null;
  readonly waitNumber: number;
  readonly followUpReason: FollowUpReason | null;
  /** Made by this batch. */
  readonly isNew: boolean;
}

/** Who blocked the account in a batch, and who came back. */
export interface ReachabilityChange {
  readonly blocked: readonly string[];
  readonly cameBack: readonly string[];
}

interface LineEvent {
  readonly accountId: string;
  readonly callerId: string;
  readonly meaning: Interpretation;
  readonly event: { readonly timestamp: number };
}

export interface Entered {
  readonly tickets: ReadonlyMap<string, OpenTicket>;
  /** By ticket. */
  readonly admissions: ReadonlyMap<string, Admission>;
}

/** Brings callers into the line, and out of it, by what they did. */
@Injectable()
export class LineStep {
  constructor(
    private readonly admission: AdmissionService,
    private readonly waitingList: WaitingListService,
    private readonly clock: Clock,
  ) {}

  /** Before what they said is appended: whoever came back, wrote for the first time, or wrote again after leaving the line. */
  async enter(
    tx: Transaction,
    events: readonly LineEvent[],
    tickets: ReadonlyMap<string, OpenTicket>,
    { cameBack }: ReachabilityChange,
  ): Promise<Entered> {
    const entered = new Map(tickets);
    const blocked = cameBack.flatMap((callerId) => {
      const ticket = tickets.get(callerId);
      return ticket?.state === 'follow-up' && ticket.followUpReason === 'blocked' ? ticket : [];
    });
    await this.waitingList.callersCameBack(
      tx,
      blocked.map((ticket) => ticket.callerId),
    );
    for (const ticket of blocked) entered.set(ticket.callerId, waitingAgain(ticket));
    const wrote = new Map(
      events.filter((event) => event.meaning.opensTicket).map((event) => [event.callerId, event.accountId]),
    );
    const entrants = [...wrote].flatMap(([callerId, accountId]) => {
      const ticket = entered.get(callerId);
      if (ticket === undefined || !(ticket.isNew || ticket.state === 'follow-up')) return [];
      return { ticketId: ticket.id, accountId, callerId, followUpReason: ticket.followUpReason };
    });
    if (entrants.length === 0) return { tickets: entered, admissions: new Map() };
    const admissions = await this.admission.admit(tx, entrants);
    for (const { ticketId, callerId } of entrants) {
      const ticket = entered.get(callerId) as OpenTicket;
      const refused = admissions.get(ticketId)?.refused ?? null;
      if (refused !== null) entered.set(callerId, { ...ticket, state: 'follow-up', followUpReason: refused });
      else if (!ticket.isNew) entered.set(callerId, waitingAgain(ticket));
    }
    return { tickets: entered, admissions };
  }

  /** After what they said is appended: who said that they want to leave, and who blocked the account. */
  async leave(
    tx: Transaction,
    events: readonly LineEvent[],
    tickets: ReadonlyMap<string, OpenTicket>,
    { blocked }: ReachabilityChange,
  ): Promise<void> {
    for (const { callerId, meaning, event } of events) {
      const ticket = tickets.get(callerId);
      if (ticket === undefined || meaning.leaves !== ticket.id) continue;
      // Whoever has written since has come back, in whatever order we hear of it.
      await this.waitingList.callerLeft(tx, ticket.id, this.clock.fromRealTime(event.timestamp));
    }
    await this.waitingList.callersBlocked(tx, blocked);
  }
}

function waitingAgain(ticket: OpenTicket): OpenTicket {
  return { ...ticket, state: 'waiting', followUpReason: null, waitNumber: ticket.waitNumber + 1 };
}
