import { type DebriefView } from '../../src/contract/care.js';
import { type DeskView } from '../../src/contract/desk.js';
import { type ConsoleEvent } from '../../src/contract/socket.js';
import { type CounselorLoad } from '../../src/contract/staff.js';
import { type TalkRoomView, type TicketSummary } from '../../src/contract/ticket.js';
import { type ConsoleClient, type LiveConsole } from './console-client.js';

/** Whose desk it is. */
export interface DeskOwner {
  readonly staffId: string;
  /** Every account of theirs. */
  readonly supervises: boolean;
}

/** The least that a console has to do with an event to know what the server knows. */
export function applyEvent(desk: DeskView, event: ConsoleEvent, owner: DeskOwner): DeskView {
  if (event.id <= desk.eventId) return desk;
  switch (event.type) {
    case 'ticket.changed':
      return placed(desk, event.ticket, owner);
    case 'counselor.changed': {
      const { counselor } = event;
      const counselors = desk.counselors.map((known) =>
        known.staffId === counselor.staffId ? counselor : known,
      );
      return { ...desk, counselors, me: counselor.staffId === owner.staffId ? counselor : desk.me };
    }
    case 'counselor.left':
      return { ...desk, counselors: desk.counselors.filter(({ staffId }) => staffId !== event.staffId) };
    case 'account.changed': {
      const accounts = desk.accounts.map((known) => (known.id === event.account.id ? event.account : known));
      return { ...desk, accounts };
    }
    case 'debrief.changed': {
      const { accountId, staffId, debrief } = event;
      const others = desk.debriefs.filter(
        (known) => known.accountId !== accountId || known.by.id !== staffId,
      );
      return { ...desk, debriefs: debrief === null ? others : [...others, debrief].toSorted(asAsked) };
    }
    default:
      return desk;
  }
}

function placed(desk: DeskView, ticket: TicketSummary, { staffId, supervises }: DeskOwner): DeskView {
  const put = (
    list: readonly TicketSummary[],
    belongs: boolean,
    by: (one: TicketSummary, other: TicketSummary) => number = inLine,
  ) => [...list.filter(({ id }) => id !== ticket.id), ...(belongs ? [ticket] : [])].toSorted(by);
  const isActive = ticket.state === 'active';
  const isMine = ticket.assignedTo?.id === staffId;
  return {
    ...desk,
    waiting: put(desk.waiting, ticket.state === 'waiting'),
    mine: put(desk.mine, isActive && isMine),
    others: put(desk.others, isActive && !isMine && supervises),
    takenOver: put(
      desk.takenOver,
      isActive && !isMine && ticket.supervision?.takenOver?.counselor.id === staffId,
    ),
    incoming: put(desk.incoming, isActive && isAddressed(ticket, desk.me), asHandedOver),
  };
}

function isAddressed({ accountId, helpingAccountId, transfer }: TicketSummary, me: CounselorLoad): boolean {
  if (transfer?.state !== 'standing' || transfer.from.id === me.staffId) return false;
  const { to } = transfer;
  if (to.kind === 'person') return to.staffId === me.staffId;
  if (to.kind === 'account') return me.accountIds.includes(to.accountId);
  return me.professions.includes(to.profession) && me.accountIds.includes(helpingAccountId ?? accountId);
}

function inLine(one: TicketSummary, other: TicketSummary): number {
  return (
    one.line.rank - other.line.rank ||
    one.line.since.localeCompare(other.line.since) ||
    one.waitingSince.localeCompare(other.waitingSince) ||
    one.id.localeCompare(other.id)
  );
}

function asHandedOver(one: TicketSummary, other: TicketSummary): number {
  return (
    (one.transfer?.since ?? '').localeCompare(other.transfer?.since ?? '') || one.id.localeCompare(other.id)
  );
}

function asAsked(one: DebriefView, other: DebriefView): number {
  return one.askedAt.localeCompare(other.askedAt);
}

/** A console whose events are kept, to be compared with what the server says later. */
export interface Watched {
  readonly client: ConsoleClient;
  readonly live: LiveConsole;
  readonly owner: DeskOwner;
  /** The desk as it was fetched, and everything that was heard since. */
  readonly known: () => DeskView;
}

export async function watch(client: ConsoleClient, supervises: boolean): Promise<Watched> {
  const before = await client.desk();
  const session = await client.request<{ staff: { id: string } }>('GET', '/api/session');
  const live = await client.live(before.eventId);
  const owner = { staffId: session.body.staff.id, supervises };
  const known = () => live.events.reduce((desk, event) => applyEvent(desk, event, owner), before);
  return { client, live, owner, known };
}

/** The same for one talk room: as it was fetched, and what was heard of it since. */
export async function watchRoom(
  { client, live }: Watched,
  ticketId: string,
): Promise<{ readonly client: ConsoleClient; readonly known: () => TalkRoomView }> {
  await live.openTicket(ticketId);
  const before = await client.talkRoom(ticketId);
  const known = () => live.events.reduce((room, event) => applyToRoom(room, event), before);
  return { client, known };
}

/** What consoles keep of a talk whose caller is erased. */
export function withoutWords(room: TalkRoomView): TalkRoomView {
  return { ...room, messages: [], hasEarlier: false, notes: [], held: [] };
}

function applyToRoom(room: TalkRoomView, event: ConsoleEvent): TalkRoomView {
  if (event.id <= room.eventId) return room;
  if (event.type === 'ticket.changed' && event.ticket.id === room.ticket.id)
    return event.ticket.erased
      ? withoutWords({ ...room, ticket: event.ticket })
      : { ...room, ticket: event.ticket };
  if (event.type === 'held-replies.changed' && event.ticketId === room.ticket.id)
    return { ...room, held: event.held };
  if (event.type !== 'message.changed' || event.message.ticketId !== room.ticket.id) return room;
  const others = room.messages.filter(({ id }) => id !== event.message.id);
  const messages = [...others, event.message].toSorted(
    (one, other) => one.occurredAt.localeCompare(other.occurredAt) || one.id.localeCompare(other.id),
  );
  return { ...room, messages };
}

/** What supervisors moved of theirs, as they were told last. */
export function watchMoves({ live }: Watched): () => readonly string[] {
  return () =>
    live.events.reduce<readonly string[]>(
      (ids, event) => (event.type === 'moves.changed' ? event.moveIds : ids),
      [],
    );
}
