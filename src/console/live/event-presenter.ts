import { Injectable } from '@nestjs/common';
import { LoadReadModel } from '../../assignment/load.read-model.js';
import { DebriefReadModel } from '../../care/debrief.read-model.js';
import { Clock } from '../../config/clock.js';
import { type AccountView } from '../../contract/account.js';
import { type CounselorLoad } from '../../contract/staff.js';
import { type TicketSummary } from '../../contract/ticket.js';
import { Database } from '../../database/database.service.js';
import { type CommittedEvent } from '../../database/event/event-feed.js';
import { supervisedAccounts } from '../../staff/principal.js';
import { BreakGlassReadModel } from '../../ticket/break-glass.read-model.js';
import { glassReaders } from '../../ticket/broken-glass.js';
import { HeldReplyReadModel } from '../../supervision/held-reply.read-model.js';
import { unseenMoves } from '../../supervision/moved.js';
import { pastReaders } from '../../ticket/past-access.js';
import { mayRead } from '../../ticket/ticket.access.js';
import { TicketReadModel } from '../../ticket/ticket.read-model.js';
import { headOf, hears, looksBack, looksThrough } from './audience.js';
import { type ConsoleSocketData } from './console-socket.js';
import { accountShares } from '../desk/account-share.js';
import { DeskReadModel } from '../desk/desk.read-model.js';
import { type PresentedEvent, ticketEvents } from './ticket-events.js';

interface Shared {
  readonly loads: ReadonlyMap<string, CounselorLoad>;
  readonly accounts: ReadonlyMap<string, AccountView>;
}

/** Turns committed event rows into what consoles are sent: words are opened here, once, and only for those who may read. */
@Injectable()
export class EventPresenter {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketReadModel,
    private readonly desk: DeskReadModel,
    private readonly loads: LoadReadModel,
    private readonly debriefs: DebriefReadModel,
    private readonly held: HeldReplyReadModel,
    private readonly glasses: BreakGlassReadModel,
    private readonly clock: Clock,
  ) {}

  /**
   * @param viewers whom it is for: what none of them may see is neither opened nor asked for
   */
  async present(
    committed: readonly CommittedEvent[],
    viewers: readonly ConsoleSocketData[],
  ): Promise<PresentedEvent[]> {
    const events = newestOfEach(committed);
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
    const glass = await this.#glass([...summaries.values()], viewers);
    const mayHear = (viewer: ConsoleSocketData, ticket: TicketSummary) =>
      hears(viewer, ticket) || looksBack(viewer, ticket, past) || looksThrough(viewer, ticket, glass);
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
    const shared = await this.#shared(events, viewers);
    const presented: PresentedEvent[] = [];
    for (const event of events) {
      const ticket = summaries.get(event.ticketId ?? '');
      const message = messages.get(event.messageId ?? '');
      if (event.type === 'ticket.changed' && ticket !== undefined)
        presented.push(...ticketEvents(event, ticket));
      else if (event.type === 'incident.changed' && ticket !== undefined) {
        presented.push({
          event: { id: event.id, type: 'incident.changed', ticketId: ticket.id },
          isFor: (socket) => mayRead(socket.principal, headOf(ticket)) || looksThrough(socket, ticket, glass),
        });
      } else if (message !== undefined && ticket !== undefined) {
        presented.push({
          event: { id: event.id, type: 'message.changed', message },
          isFor: (socket) =>
            message.direction === 'whisper' ? hears(socket, ticket) : mayHear(socket, ticket),
        });
      } else if (event.type === 'draft.changed') presented.push(...(await this.#draft(event, viewers)));
      else if (event.type === 'debrief.changed') presented.push(...(await this.#debrief(event, viewers)));
      else if (event.type === 'held-reply.changed') {
        if (ticket !== undefined && viewers.some((viewer) => hears(viewer, ticket)))
          presented.push(await this.#held(event, ticket));
      } else if (event.type === 'glass.changed') presented.push(...(await this.#glassChanged(event)));
      else if (event.type === 'moves.changed') presented.push(...(await this.#moves(event, viewers)));
      else presented.push(...this.#other(event, shared));
    }
    return presented;
  }

  /** Who reads by broken glass what is open there. Nearly always nobody, and then nothing is asked. */
  async #glass(
    tickets: readonly TicketSummary[],
    viewers: readonly ConsoleSocketData[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const looked = tickets.filter((ticket) =>
      viewers.some(
        ({ openTickets, principal }) => openTickets.has(ticket.id) && !mayRead(principal, headOf(ticket)),
      ),
    );
    return glassReaders(
      this.database,
      looked.map(({ id }) => id),
      this.clock.now(),
    );
  }

  /** For the account's supervisors, whose ticket it was, and who reads it. */
  async #glassChanged({ id, accountId, ticketId, staffId }: CommittedEvent): Promise<PresentedEvent[]> {
    if (accountId === null || ticketId === null || staffId === null) return [];
    const { counselorIds, isOver } = await this.glasses.concern(this.database, ticketId, staffId);
    const concerned = new Set([...counselorIds, staffId]);
    return [
      {
        event: { id, type: 'glass.changed', ticketId, readerId: staffId, isOver },
        isFor: ({ principal }) =>
          concerned.has(principal.staffId) || principal.memberships.get(accountId) === 'supervisor',
      },
    ];
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

  /** For the person, and for those who supervise the account. */
  async #debrief(
    { id, accountId, staffId }: CommittedEvent,
    viewers: readonly ConsoleSocketData[],
  ): Promise<PresentedEvent[]> {
    if (accountId === null || staffId === null) return [];
    const isFor = ({ principal }: ConsoleSocketData): boolean =>
      principal.staffId === staffId || principal.memberships.get(accountId) === 'supervisor';
    if (!viewers.some(isFor)) return [];
    const debrief = await this.debriefs.of(this.database, accountId, staffId);
    return [{ event: { id, type: 'debrief.changed', accountId, staffId, debrief }, isFor }];
  }

  /** Replies that wait or came back: the words go where those of the talk go. */
  async #held({ id }: CommittedEvent, ticket: TicketSummary): Promise<PresentedEvent> {
    const held = await this.held.ofTicket(this.database, ticket.id);
    const event = { id, type: 'held-replies.changed', ticketId: ticket.id, held } as const;
    return { event, isFor: (socket) => hears(socket, ticket) };
  }

  async #moves(
    { id, staffId }: CommittedEvent,
    viewers: readonly ConsoleSocketData[],
  ): Promise<PresentedEvent[]> {
    if (staffId === null || !viewers.some(({ principal }) => principal.staffId === staffId)) return [];
    const event = {
      id,
      type: 'moves.changed',
      moveIds: await unseenMoves(this.database, staffId),
    } as const;
    return [{ event, isFor: (socket) => socket.principal.staffId === staffId }];
  }

  /** What many events of one batch tell of, asked for once: a server that restarts sees everybody come at once. */
  async #shared(events: readonly CommittedEvent[], viewers: readonly ConsoleSocketData[]): Promise<Shared> {
    const concerning = events.filter((event) => viewers.some((viewer) => mayConcern(viewer, event)));
    const staffIds = concerning.flatMap(({ type, staffId }) =>
      type === 'counselor.changed' && staffId !== null ? staffId : [],
    );
    const accountIds = concerning.flatMap(({ type, accountId }) =>
      type === 'account.changed' && accountId !== null ? accountId : [],
    );
    const loads = staffIds.length === 0 ? [] : await this.loads.loads(this.database, { staffIds });
    const accounts = accountIds.length === 0 ? [] : await this.desk.accountViews(this.database, accountIds);
    return {
      loads: new Map(loads.map((load) => [load.staffId, load])),
      accounts: new Map(accounts.map((account) => [account.id, account])),
    };
  }

  #other(event: CommittedEvent, { loads, accounts }: Shared): PresentedEvent[] {
    if (event.type === 'counselor.changed' && event.staffId !== null) {
      const counselor = loads.get(event.staffId);
      const accountIds = new Set(counselor?.accountIds);
      const left = leavingEvents(event, accountIds);
      if (counselor === undefined) return left;
      const isFor = (socket: ConsoleSocketData) =>
        socket.principal.staffId === counselor.staffId ||
        supervisedAccounts(socket.principal).some((id) => accountIds.has(id));
      return [{ event: { id: event.id, type: 'counselor.changed', counselor }, isFor }, ...left];
    }
    if (event.type === 'announcement.changed' || event.type === 'shift-note.changed') {
      return [{ event: { id: event.id, type: event.type }, isFor: (socket) => isTold(socket, event) }];
    }
    if (event.type === 'account.changed' && event.accountId !== null) {
      const account = accounts.get(event.accountId);
      if (account === undefined) return [];
      return accountShares(account).map((share) => ({
        event: { id: event.id, type: 'account.changed', account: share.account },
        isFor: ({ principal }) => share.isFor(principal),
      }));
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

/** Everybody of the account; that somebody has read something, themselves and its supervisors. */
function isTold({ principal }: ConsoleSocketData, { accountId, staffId }: CommittedEvent): boolean {
  const role = principal.memberships.get(accountId ?? '');
  return staffId === null ? role !== undefined : principal.staffId === staffId || role === 'supervisor';
}

/**
 * Each event tells how something is now, not how it was when it was committed: of several about one thing the last one
 * says it all.
 */
function newestOfEach(events: readonly CommittedEvent[]): CommittedEvent[] {
  const keyOf = ({ id: _id, ...about }: CommittedEvent) => JSON.stringify(about);
  const newest = new Map(events.map((event) => [keyOf(event), event.id]));
  return events.filter((event) => newest.get(keyOf(event)) === event.id);
}

/** A cheap look beforehand: the load of somebody concerns supervisors and themselves. */
function mayConcern({ principal }: ConsoleSocketData, event: CommittedEvent): boolean {
  if (event.type !== 'counselor.changed') return true;
  return principal.staffId === event.staffId || supervisedAccounts(principal).length > 0;
}

/** An event that names an account tells that somebody works for it no more: its supervisors see them no longer. */
function leavingEvents(
  { id, accountId, staffId }: CommittedEvent,
  accountIds: ReadonlySet<string>,
): PresentedEvent[] {
  if (accountId === null || staffId === null || accountIds.has(accountId)) return [];
  const isFor = ({ principal }: ConsoleSocketData): boolean => {
    const supervised = supervisedAccounts(principal);
    return supervised.includes(accountId) && !supervised.some((one) => accountIds.has(one));
  };
  return [{ event: { id, type: 'counselor.left', staffId }, isFor }];
}
