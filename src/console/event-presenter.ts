import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type ConsoleEvent } from '../contract/socket.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type CommittedEvent } from '../database/event/event-feed.js';
import { supervisedAccounts } from '../staff/principal.js';
import { mayRead } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { type ConsoleSocketData } from './console-socket.js';
import { DeskReadModel } from './desk.read-model.js';

/** A console event and who may get it. */
export interface PresentedEvent {
  readonly event: ConsoleEvent;
  readonly isFor: (socket: ConsoleSocketData) => boolean;
}

/** Turns committed event rows into what consoles are sent: words are opened here, once, and only for those who may read. */
@Injectable()
export class EventPresenter {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketReadModel,
    private readonly desk: DeskReadModel,
    private readonly clock: Clock,
  ) {}

  /**
   * @param viewers whom it is for: what none of them may see is neither opened nor asked for
   */
  async present(
    events: readonly CommittedEvent[],
    viewers: readonly ConsoleSocketData[],
  ): Promise<PresentedEvent[]> {
    const ticketIds = [...new Set(events.flatMap((event) => event.ticketId ?? []))];
    const summaries = new Map(
      (await this.tickets.summaries(this.database, ticketIds)).map((ticket) => [ticket.id, ticket]),
    );
    const messageIds = events.flatMap((event) => {
      const ticket = summaries.get(event.ticketId ?? '');
      return event.messageId !== null &&
        ticket !== undefined &&
        viewers.some((viewer) => hears(viewer, ticket))
        ? event.messageId
        : [];
    });
    const messages = new Map(
      (await this.tickets.messagesById(this.database, [...new Set(messageIds)])).map((message) => [
        message.id,
        message,
      ]),
    );
    const watched = viewers.some((viewer) => supervisedAccounts(viewer.principal).length > 0);
    const presented: PresentedEvent[] = [];
    for (const event of events) {
      const ticket = summaries.get(event.ticketId ?? '');
      const message = messages.get(event.messageId ?? '');
      if (event.type === 'ticket.changed' && ticket !== undefined)
        presented.push(ticketEvent(event.id, ticket));
      else if (message !== undefined && ticket !== undefined) {
        presented.push({
          event: { id: event.id, type: 'message.changed', message },
          isFor: (socket) => hears(socket, ticket),
        });
      } else if (watched || event.type !== 'counselor.changed') presented.push(...(await this.#other(event)));
    }
    return presented;
  }

  async #other(event: CommittedEvent): Promise<PresentedEvent[]> {
    if (event.type === 'counselor.changed' && event.staffId !== null) {
      const [counselor] = await this.desk.loads(this.database, { staffId: event.staffId });
      if (counselor === undefined) return [];
      const accountIds = new Set(counselor.accountIds);
      const isFor = (socket: ConsoleSocketData) =>
        supervisedAccounts(socket.principal).some((id) => accountIds.has(id));
      return [{ event: { id: event.id, type: 'counselor.changed', counselor }, isFor }];
    }
    if (event.type === 'account.changed' && event.accountId !== null) {
      const [account] = await this.desk.accountViews(this.database, [event.accountId]);
      if (account === undefined) return [];
      return [
        {
          event: { id: event.id, type: 'account.changed', account },
          isFor: (socket) => socket.principal.memberships.has(account.id),
        },
      ];
    }
    if (event.type === 'clock.changed') {
      return [
        {
          event: { id: event.id, type: 'clock.changed', now: this.clock.now().toISOString() },
          isFor: () => true,
        },
      ];
    }
    return [];
  }
}

function ticketEvent(id: number, ticket: TicketSummary): PresentedEvent {
  return {
    event: { id, type: 'ticket.changed', ticket },
    isFor: (socket) => socket.principal.memberships.has(ticket.accountId),
  };
}

/** Words go to whoever looks after the ticket, and to those who may read it and have it open. */
export function hears(socket: ConsoleSocketData, ticket: TicketSummary): boolean {
  const head = { accountId: ticket.accountId, assignedTo: ticket.assignedTo?.id ?? null };
  if (!mayRead(socket.principal, head)) return false;
  return head.assignedTo === socket.principal.staffId || socket.openTickets.has(ticket.id);
}
