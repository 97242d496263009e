import {
  type AccountView,
  type ConsoleEvent,
  type CounselorLoad,
  cursorOf,
  type DebriefView,
  type DeskView,
  type MessagePage,
  type MessageView,
  type TalkRoomView,
  type TicketSummary,
} from '../contract.js';

/** The desk as fetched, and the browser's instant at which `now` was true. */
export interface DeskState extends DeskView {
  readonly receivedAt: number;
}

/** Who looks at the desk: it decides which list a ticket belongs to. */
export interface Viewer {
  readonly staffId: string;
  readonly supervisedAccountIds: readonly string[];
}

type By<T> = (a: T, b: T) => number;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
// Instants are compared as numbers: the same instant can be written with or without milliseconds.
const byInstant = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

/** The order of the line, as the server keeps it. */
const byPlace: By<TicketSummary> = (a, b) =>
  a.line.rank - b.line.rank ||
  byInstant(a.line.since, b.line.since) ||
  byInstant(a.waitingSince, b.waitingSince) ||
  byText(a.id, b.id);
const byFollowUp: By<TicketSummary> = (a, b) =>
  byInstant(a.followUp?.since ?? a.waitingSince, b.followUp?.since ?? b.waitingSince) || byText(a.id, b.id);
const byTransfer: By<TicketSummary> = (a, b) =>
  byInstant(a.transfer?.since ?? a.waitingSince, b.transfer?.since ?? b.waitingSince) || byText(a.id, b.id);
const byName: By<CounselorLoad> = (a, b) =>
  byText(a.displayName, b.displayName) || byText(a.staffId, b.staffId);
const byOccurrence: By<MessageView> = (a, b) => byInstant(a.occurredAt, b.occurredAt) || byText(a.id, b.id);

/**
 * Puts an item where its key stands already, or else before the first that comes after it: the order in which the
 * server sent the rest is left as it is.
 */
function put<T>(list: readonly T[], item: T, isSame: (other: T) => boolean, by: By<T>): T[] {
  const at = list.findIndex(isSame);
  const present = at === -1 ? undefined : list[at];
  if (present !== undefined && by(present, item) === 0) return list.with(at, item);
  const rest = present === undefined ? list : list.toSpliced(at, 1);
  const before = rest.findIndex((other) => by(item, other) < 0);
  return rest.toSpliced(before === -1 ? rest.length : before, 0, item);
}

function without(list: TicketSummary[], id: string): TicketSummary[] {
  return list.some((ticket) => ticket.id === id) ? list.filter((ticket) => ticket.id !== id) : list;
}

type TicketList = 'waiting' | 'followUps' | 'mine' | 'others' | 'ended';

function listOf(ticket: TicketSummary, viewer: Viewer): TicketList | null {
  const supervises = viewer.supervisedAccountIds.includes(ticket.accountId);
  // What nobody has seen doesn't go with the ticket.
  if (ticket.state === 'closed') {
    const isOver = ticket.alarms.length === 0 && ticket.incident === null;
    return supervises && !isOver ? 'ended' : null;
  }
  if (ticket.state === 'waiting') return 'waiting';
  if (ticket.state === 'follow-up') return 'followUps';
  if (ticket.assignedTo?.id === viewer.staffId) return 'mine';
  const helps = viewer.supervisedAccountIds.some((id) => id === ticket.helpingAccountId);
  return supervises || helps ? 'others' : null;
}

/** A colleague hands it over to this person, or to anybody like them: the same rule as the server's. */
function isAddressed(
  { accountId, helpingAccountId, state, transfer }: TicketSummary,
  me: CounselorLoad,
): boolean {
  if (state !== 'active' || transfer?.state !== 'standing' || transfer.from.id === me.staffId) return false;
  const { to } = transfer;
  switch (to.kind) {
    case 'person':
      return to.staffId === me.staffId;
    case 'profession':
      return me.professions.includes(to.profession) && me.accountIds.includes(helpingAccountId ?? accountId);
    case 'account':
      return me.accountIds.includes(to.accountId);
  }
}

function placeTicket(desk: DeskState, ticket: TicketSummary, viewer: Viewer): DeskState {
  const target = listOf(ticket, viewer);
  const place = (
    list: TicketSummary[],
    belongs: boolean,
    by: By<TicketSummary> = byPlace,
  ): TicketSummary[] =>
    belongs ? put(list, ticket, (other) => other.id === ticket.id, by) : without(list, ticket.id);
  return {
    ...desk,
    waiting: place(desk.waiting, target === 'waiting'),
    followUps: place(desk.followUps, target === 'followUps', byFollowUp),
    mine: place(desk.mine, target === 'mine'),
    others: place(desk.others, target === 'others'),
    ended: place(desk.ended, target === 'ended'),
    incoming: place(desk.incoming, isAddressed(ticket, desk.me), byTransfer),
    takenOver: place(
      desk.takenOver,
      ticket.state === 'active' &&
        target !== 'mine' &&
        ticket.supervision?.takenOver?.counselor.id === viewer.staffId,
    ),
  };
}

function placeCounselor(before: DeskState, counselor: CounselorLoad, viewer: Viewer): DeskState {
  const desk = counselor.staffId === viewer.staffId ? { ...before, me: counselor } : before;
  if (!counselor.accountIds.some((id) => viewer.supervisedAccountIds.includes(id))) return desk;
  const isSame = (other: CounselorLoad): boolean => other.staffId === counselor.staffId;
  return { ...desk, counselors: put(desk.counselors, counselor, isSame, byName) };
}

function replaceAccount(desk: DeskState, account: AccountView): DeskState {
  return { ...desk, accounts: desk.accounts.map((other) => (other.id === account.id ? account : other)) };
}

const byAsking: By<DebriefView> = (a, b) =>
  byInstant(a.askedAt, b.askedAt) || byText(a.accountId, b.accountId) || byText(a.by.id, b.by.id);

function placeDebrief(
  desk: DeskState,
  { accountId, staffId, debrief }: Extract<ConsoleEvent, { type: 'debrief.changed' }>,
): DeskState {
  const isSame = (other: DebriefView): boolean => other.accountId === accountId && other.by.id === staffId;
  if (debrief === null) return { ...desk, debriefs: desk.debriefs.filter((other) => !isSame(other)) };
  return { ...desk, debriefs: put(desk.debriefs, debrief, isSame, byAsking) };
}

function change(desk: DeskState, event: ConsoleEvent, viewer: Viewer, receivedAt: number): DeskState {
  switch (event.type) {
    case 'ticket.changed':
      return placeTicket(desk, event.ticket, viewer);
    case 'counselor.changed':
      return placeCounselor(desk, event.counselor, viewer);
    case 'counselor.left':
      return {
        ...desk,
        counselors: desk.counselors.filter(({ staffId }) => staffId !== event.staffId),
      };
    case 'account.changed':
      return replaceAccount(desk, event.account);
    case 'debrief.changed':
      return placeDebrief(desk, event);
    case 'clock.changed':
      return { ...desk, now: event.now, receivedAt };
    case 'draft.changed':
    case 'incident.changed':
    case 'held-replies.changed':
    case 'moves.changed':
    case 'glass.changed':
    case 'announcement.changed':
    case 'shift-note.changed':
    case 'message.changed':
      // The desk never shows words; what it shows of a message comes as a changed ticket.
      return desk;
  }
}

/** State + event = state, for the desk. An event that the state already includes changes nothing. */
export function applyToDesk(
  desk: DeskState,
  event: ConsoleEvent,
  viewer: Viewer,
  receivedAt: number,
): DeskState {
  if (event.id <= desk.eventId) return desk;
  return { ...change(desk, event, viewer, receivedAt), eventId: event.id };
}

/** Appends or replaces one message, in the order in which things were said. */
export function putMessage(messages: readonly MessageView[], message: MessageView): MessageView[] {
  return put(messages, message, (other) => other.id === message.id, byOccurrence);
}

/** Whether a message stands before what is loaded of a talk: it comes with the page that it is on. */
function isBefore(room: Pick<TalkRoomView, 'messages' | 'hasEarlier'>, message: MessageView): boolean {
  const [first] = room.messages;
  return room.hasEarlier && first !== undefined && byOccurrence(message, first) < 0;
}

function placeMessage(room: TalkRoomView, message: MessageView): TalkRoomView {
  const isNote = message.direction === 'note' && message.content.kind === 'text';
  return {
    ...room,
    messages: isBefore(room, message) ? room.messages : putMessage(room.messages, message),
    notes: isNote ? putMessage(room.notes, message) : room.notes,
  };
}

/** A talk room as this browser keeps it. */
export interface KeptTalkRoom extends TalkRoomView {
  /** The person has nothing to do with it any more, though it goes on. */
  readonly isOver?: boolean;
}

/** What is left of a talk whose caller is erased: that it was. */
export function withoutWords<Room extends TalkRoomView>(room: Room): Room {
  const ticket = { ...room.ticket, erased: true };
  return { ...room, ticket, messages: [], hasEarlier: false, notes: [], held: [] };
}

/** State + event = state, for one talk room. Keeps the same object when the event concerns another ticket. */
export function applyToTalkRoom(room: KeptTalkRoom, event: ConsoleEvent): KeptTalkRoom {
  if (event.id <= room.eventId) return room;
  // Nothing is said in it any more; a word that is still on its way comes too late.
  if (room.ticket.erased && event.type !== 'ticket.changed') return room;
  if (event.type === 'ticket.changed' && event.ticket.id === room.ticket.id) {
    const { isOver: _before, ...rest } = room;
    const known = { ...rest, ticket: event.ticket, eventId: event.id };
    const changed = event.ticket.erased ? withoutWords(known) : known;
    return event.isOver === true ? { ...changed, isOver: true } : changed;
  }
  if (event.type === 'message.changed' && event.message.ticketId === room.ticket.id) {
    return { ...placeMessage(room, event.message), eventId: event.id };
  }
  if (event.type === 'held-replies.changed' && event.ticketId === room.ticket.id) {
    return { ...room, held: event.held, eventId: event.id };
  }
  return room;
}

/**
 * A talk room with one page more of what was said before it.
 * @param before where the page was asked for; @param missed what happened after the page was read
 * @returns null when the room doesn't begin there any more: the page would leave a gap
 */
export function withEarlier(
  room: TalkRoomView,
  before: string,
  page: MessagePage,
  missed: readonly ConsoleEvent[],
): TalkRoomView | null {
  const [first] = room.messages;
  if (first === undefined || cursorOf(first) !== before) return null;
  const there = missed.flatMap((event) =>
    event.type === 'message.changed' &&
    event.message.ticketId === room.ticket.id &&
    byOccurrence(event.message, first) < 0
      ? event.message
      : [],
  );
  const earlier = there.reduce(
    (state, message) =>
      isBefore(state, message) ? state : { ...state, messages: putMessage(state.messages, message) },
    { messages: page.messages, hasEarlier: page.hasEarlier },
  );
  return { ...room, messages: [...earlier.messages, ...room.messages], hasEarlier: page.hasEarlier };
}
