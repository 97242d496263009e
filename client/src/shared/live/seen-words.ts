import { type TalkRoomView } from '../contract.js';

/**
 * Which of the callers' messages this screen had, also in a silent look that tells nobody: whoever ends a ticket says
 * through which one they know it.
 */
export class SeenWords {
  private readonly seen = new Map<string, Set<string>>();

  add(ticketId: string, messageId: string): void {
    const ids = this.seen.get(ticketId) ?? new Set();
    this.seen.set(ticketId, ids.add(messageId));
  }

  /** The newest of them in a talk; null: none of it was on this screen. */
  newest(room: TalkRoomView | undefined): string | null {
    const ids = room === undefined ? undefined : this.seen.get(room.ticket.id);
    return (
      room?.messages.findLast(({ id, direction }) => direction === 'inbound' && ids?.has(id) === true)?.id ??
      null
    );
  }

  /** A talk that is loaded anew has to be looked at anew. */
  forget(ticketId: string): void {
    this.seen.delete(ticketId);
  }
}
