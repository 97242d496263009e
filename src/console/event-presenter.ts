import { Injectable } from '@nestjs/common';
import { LoadReadModel } from '../assignment/load.read-model.js';
import { Clock } from '../config/clock.js';
import { type ConsoleEvent } from '../contract/socket.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type CommittedEvent } from '../database/event/event-feed.js';
import { supervisedAccounts } from '../staff/principal.js';
import { pastReaders } from '../ticket/past-access.js';
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
    private readonly loads: LoadReadModel,
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
    const ended = events.flatMap((event) =>
      event.messageId !== null && summaries.get(event.ticketId ?? '')?.state === 'closed'
        ? (event.ticketId ?? [])
        : [],
    );
    const past = await pastReaders(this.database, [...new Set(ended)]);
    const mayHear = (viewer: ConsoleSocketData, ticket: TicketSummary) =>
      hears(viewer, ticket) || looksBack(viewer, ticket, past);
    const messageIds = events.flatMap((event) => {
      const ticket = summaries.get(event.ticketId ?? '');
      return event.messageId !== null &&
        ticket !== undefined &&
        viewers.some((viewer) => mayHear(viewer, ticket))
        ? event.messageId
        : [];
    });
    const messages = new Map(
      (await this.tickets.messagesById(this.database, [...new Set(messageIds)])).map((message) => [
        message.id,
        message,
      ]),
    );
    const presented: PresentedEvent[] = [];
    for (const event of events) {
      const ticket = summaries.get(event.ticketId ?? '');
      const message = messages.get(event.messageId ?? '');
      if (event.type === 'ticket.changed' && ticket !== undefined)
        presented.push(...ticketEvents(event, ticket));
      else if (message !== undefined && ticket !== undefined) {
        presented.push({
          event: { id: event.id, type: 'message.changed', message },
          isFor: (socket) => mayHear(socket, ticket),
        });
      } else if (event.type === 'draft.changed') presented.push(...(await this.#draft(event, viewers)));
      else if (viewers.some((viewer) => mayConcern(viewer, event)))
        presented.push(...(await this.#other(event)));
    }
    return presented;
  }

  /** For the other windows of the person who wrote it. */
  async #draft(
    { id, ticketId, staffId }: CommittedEvent,
    viewers: readonly ConsoleSocketData[],
  ): Promise<PresentedEvent[]> {
    if (ticketId === null || !viewers.some(({ principal }) => principal.staffId === staffId)) return [];
    const [row] = await this.database.query<{ revision: number }>(
      'SELECT revision FROM draft WHERE ticket_id = $1 AND staff_id = $2',
      [ticketId, staffId],
    );
    const event = { id, type: 'draft.changed', ticketId, revision: row?.revision ?? null } as const;
    return [{ event, isFor: (socket) => socket.principal.staffId === staffId }];
  }

  async #other(event: CommittedEvent): Promise<PresentedEvent[]> {
    if (event.type === 'counselor.changed' && event.staffId !== null) {
      const [counselor] = await this.loads.loads(this.database, { staffId: event.staffId });
      if (counselor === undefined) return [];
      const accountIds = new Set(counselor.accountIds);
      const isFor = (socket: ConsoleSocketData) =>
        socket.principal.staffId === counselor.staffId ||
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

/** A cheap look beforehand: the load of somebody concerns supervisors and themselves. */
function mayConcern({ principal }: ConsoleSocketData, event: CommittedEvent): boolean {
  if (event.type !== 'counselor.changed') return true;
  return principal.staffId === event.staffId || supervisedAccounts(principal).length > 0;
}

/**
 * For whoever has to do with a ticket, as it is. Where the event names another account, its people had to do with it
 * until now: for them it is over.
 */
function ticketEvents({ id, accountId }: CommittedEvent, ticket: TicketSummary): PresentedEvent[] {
  const { transfer, helpingAccountId } = ticket;
  const handedTo =
    transfer?.state === 'standing' && transfer.to.kind === 'account' ? [transfer.to.accountId] : [];
  const involved = [ticket.accountId, ...(helpingAccountId === null ? [] : [helpingAccountId]), ...handedTo];
  const knows = ({ principal }: ConsoleSocketData): boolean =>
    involved.some((one) => principal.memberships.has(one));
  const presented: PresentedEvent[] = [{ event: { id, type: 'ticket.changed', ticket }, isFor: knows }];
  if (accountId !== null && !involved.includes(accountId)) {
    const over: TicketSummary = { ...ticket, state: 'closed', assignedTo: null, transfer: null };
    presented.push({
      event: { id, type: 'ticket.changed', ticket: over },
      isFor: (socket) => !knows(socket) && socket.principal.memberships.has(accountId),
    });
  }
  return presented;
}

/** Words go to whoever looks after the ticket, and to those who may read it and have it open. */
export function hears(socket: ConsoleSocketData, ticket: TicketSummary): boolean {
  const { accountId, helpingAccountId } = ticket;
  const head = { accountId, helpingAccountId, assignedTo: ticket.assignedTo?.id ?? null };
  if (!mayRead(socket.principal, head)) return false;
  return head.assignedTo === socket.principal.staffId || socket.openTickets.has(ticket.id);
}

/** What ended before with a caller whom the viewer looks after now, while they have it open. */
function looksBack(
  socket: ConsoleSocketData,
  ticket: TicketSummary,
  past: ReadonlyMap<string, string>,
): boolean {
  return socket.openTickets.has(ticket.id) && past.get(ticket.id) === socket.principal.staffId;
}
