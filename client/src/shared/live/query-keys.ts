export const deskKey = ['desk'] as const;
/** What administrators look after; no event tells of it. */
export const administrationKey = 'administration';
const opening = 'opening';
/** All that is known of opening hours and texts. */
export const openingsKey = [opening] as const;
export const openingAccountsKey = [opening, 'accounts'] as const;
export const openingKey = (accountId: string) => [opening, 'account', accountId] as const;
/** What administrators write for the talk rooms of an account: its canned texts and categories. */
export const ticketContentKey = (kind: 'canned-texts' | 'categories', ticketId: string) =>
  ['content', kind, ticketId] as const;
export const contentKey = ['content'] as const;
const talkRoom = 'talk-room';
export const talkRoomsKey = [talkRoom] as const;
/** What people decided about one ticket: its risk, and who took it before its turn. */
export const standingKey = (ticketId: string) => ['standing', ticketId] as const;
const incidents = 'incidents';
export const incidentListKey = [incidents, 'list'] as const;
/** Every emergency of one ticket. */
export const incidentsKey = (ticketId: string) => [incidents, 'ticket', ticketId] as const;
const bulletin = 'bulletin';
/** What people of an account tell each other. */
export const openAnnouncementsKey = [bulletin, 'announcements', 'open'] as const;
export const madeAnnouncementsKey = [bulletin, 'announcements', 'made'] as const;
export const announcementsKey = [bulletin, 'announcements'] as const;
export const shiftNotesKey = [bulletin, 'shift-notes'] as const;
export const mutesKey = ['mutes'] as const;
/** Whose replies are looked at before they leave. */
export const approvalRulesKey = ['approval-rules'] as const;
/** What supervisors moved of the person's. */
export const movesKey = ['moves'] as const;
/** Who reads a ticket that isn't theirs. */
export const glassesKey = ['glasses'] as const;
const talkPeople = 'talk-people';
export const talkPeopleKey = (ticketId: string) => [talkPeople, ticketId] as const;
export const everyTalkPeopleKey = [talkPeople] as const;
/** What stands in the trace. */
export const auditKey = ['audit'] as const;
/** The service day in figures. */
export const todayKey = ['today'] as const;
/** One's own shift. */
export const shiftKey = ['shift'] as const;
/** What is fetched anew where events may have been missed, beside the desk and the talk rooms. */
export const refetchedKinds: ReadonlySet<unknown> = new Set([
  'standing',
  incidents,
  bulletin,
  mutesKey[0],
  openingsKey[0],
  approvalRulesKey[0],
  movesKey[0],
  glassesKey[0],
  contentKey[0],
  todayKey[0],
  shiftKey[0],
]);
/** Lists of what people wrote about tickets, of several at once. */
export const kindsWithWords: ReadonlySet<unknown> = new Set([
  incidents,
  bulletin,
  mutesKey[0],
  approvalRulesKey[0],
  movesKey[0],
  glassesKey[0],
  auditKey[0],
]);
export const talkRoomKey = (ticketId: string) => [talkRoom, ticketId] as const;

/** The ticket whose talk room is kept under this key, if it is such a key. */
export function ticketIdOfKey(key: unknown): string | null {
  if (!Array.isArray(key)) return null;
  const [kind, ticketId] = key as unknown[];
  return kind === talkRoom && typeof ticketId === 'string' ? ticketId : null;
}
