export const deskKey = ['desk'] as const;
const opening = 'opening';
/** All that is known of opening hours and texts. */
export const openingsKey = [opening] as const;
export const openingAccountsKey = [opening, 'accounts'] as const;
export const openingKey = (accountId: string) => [opening, 'account', accountId] as const;
const talkRoom = 'talk-room';
export const talkRoomsKey = [talkRoom] as const;
/** What people decided about one ticket: its risk, and who took it before its turn. */
export const standingKey = (ticketId: string) => ['standing', ticketId] as const;
export const mutesKey = ['mutes'] as const;
/** What is fetched anew where events may have been missed, beside the desk and the talk rooms. */
export const refetchedKinds: ReadonlySet<unknown> = new Set(['standing', mutesKey[0], openingsKey[0]]);
export const talkRoomKey = (ticketId: string) => [talkRoom, ticketId] as const;

/** The ticket whose talk room is kept under this key, if it is such a key. */
export function ticketIdOfKey(key: unknown): string | null {
  if (!Array.isArray(key)) return null;
  const [kind, ticketId] = key as unknown[];
  return kind === talkRoom && typeof ticketId === 'string' ? ticketId : null;
}
