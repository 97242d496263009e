export const deskKey = ['desk'] as const;
const talkRoom = 'talk-room';
export const talkRoomsKey = [talkRoom] as const;
export const talkRoomKey = (ticketId: string) => [talkRoom, ticketId] as const;

/** The ticket whose talk room is kept under this key, if it is such a key. */
export function ticketIdOfKey(key: unknown): string | null {
  if (!Array.isArray(key)) return null;
  const [kind, ticketId] = key as unknown[];
  return kind === talkRoom && typeof ticketId === 'string' ? ticketId : null;
}
