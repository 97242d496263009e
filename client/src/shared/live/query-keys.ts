export const deskKey = ['desk'] as const;
const talkRoom = 'talk-room';
export const talkRoomsKey = [talkRoom] as const;
export const talkRoomKey = (ticketId: string) => [talkRoom, ticketId] as const;

/** The ticket whose talk room is kept under this key, if it is such a key. */
export function ticketIdOfKey(key: readonly unknown[]): string | null {
  return key[0] === talkRoom && typeof key[1] === 'string' ? key[1] : null;
}
