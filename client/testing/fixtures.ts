import {
  type AccountView,
  type ConsoleEvent,
  type CounselorLoad,
  type FollowUpReason,
  type MessageView,
  type TalkRoomView,
  type TicketSummary,
} from '../src/shared/contract.js';
import { type DeskState } from '../src/shared/live/apply-event.js';

/** Made-up rows for tests: each names only what it is about. */

export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** An instant some minutes after the start of the made-up evening. */
export const at = (minute: number): string =>
  new Date(Date.UTC(2026, 0, 9, 8, 0) + minute * 60_000).toISOString();

export function ticket(number: number, changes: Partial<TicketSummary> = {}): TicketSummary {
  return {
    id: uuid(number),
    number,
    accountId: 'inochi',
    accountName: { ja: 'inochi', en: 'inochi' },
    alias: `alias ${number}`,
    state: 'waiting',
    risk: 'none',
    line: { rank: 3, since: at(number) },
    followUp: null,
    alarms: [],
    language: null,
    profession: null,
    timeLimitAt: null,
    carriedOver: false,
    openedAt: at(number),
    waitingSince: at(number),
    waitCountsFrom: at(number),
    takenAt: null,
    closedAt: null,
    assignedTo: null,
    offer: null,
    transfer: null,
    helpingAccountId: null,
    idle: null,
    incident: null,
    callerReachable: true,
    inStandby: false,
    inboundCount: 1,
    lastInboundAt: at(number),
    unansweredSince: at(number),
    unseenCount: 1,
    undeliveredCount: 0,
    mutedUntil: null,
    erased: false,
    supervision: null,
    ...changes,
  };
}

/** Why a ticket is on the follow-up list, and that its one message may be sent a day later. */
export function followUp(reason: FollowUpReason, minute: number): NonNullable<TicketSummary['followUp']> {
  return { reason, since: at(minute), message: { from: at(minute + 24 * 60), sentAt: null } };
}

export function message(number: number, changes: Partial<MessageView> = {}): MessageView {
  return {
    id: uuid(1000 + number),
    ticketId: uuid(1),
    direction: 'inbound',
    content: { kind: 'text', text: `message ${number}` },
    occurredAt: at(number),
    author: null,
    clientId: null,
    position: 0,
    quote: null,
    quotable: false,
    media: null,
    late: false,
    withdrawn: null,
    delivery: null,
    approved: null,
    ...changes,
  };
}

export function account(id: string, changes: Partial<AccountView> = {}): AccountView {
  return {
    id,
    name: { ja: id, en: id },
    opening: { state: 'open', nextChangeAt: null, hoursToday: null, emergency: null },
    setAside: 0,
    alarms: [],
    assignmentMode: 'take',
    staffing: { online: 0, available: 0, minimum: 0, held: false },
    limitWarnMinutes: 10,
    undoSeconds: 5,
    targets: { waitMinutes: 10, replyMinutes: 5, heavyAtMost: 1 },
    quota: null,
    ...changes,
  };
}

export function counselor(number: number, changes: Partial<CounselorLoad> = {}): CounselorLoad {
  return {
    staffId: uuid(number),
    displayName: `counselor ${number}`,
    accountIds: ['inochi'],
    presence: 'available',
    presenceSince: at(0),
    professions: [],
    languages: [],
    activeTickets: 0,
    capacity: 3,
    oldestUnansweredAt: null,
    counselsAccountIds: ['inochi'],
    approvalAccountIds: [],
    ...changes,
  };
}

export function desk(changes: Partial<DeskState> = {}): DeskState {
  return {
    eventId: 10,
    now: at(60),
    receivedAt: 5000,
    accounts: [account('inochi'), account('jinken')],
    waiting: [],
    followUps: [],
    mine: [],
    incoming: [],
    takenOver: [],
    me: counselor(500),
    others: [],
    ended: [],
    counselors: [],
    debriefs: [],
    ...changes,
  };
}

export function talkRoom(changes: Partial<TalkRoomView> = {}): TalkRoomView {
  return { eventId: 10, ticket: ticket(1), messages: [], hasEarlier: false, notes: [], held: [], ...changes };
}

export const ticketChanged = (id: number, changed: TicketSummary): ConsoleEvent => ({
  id,
  type: 'ticket.changed',
  ticket: changed,
});

export const messageChanged = (id: number, changed: MessageView): ConsoleEvent => ({
  id,
  type: 'message.changed',
  message: changed,
});
