import { z } from 'zod';
import { keepWords, readWords } from '../../shared/words/words-storage.js';
import { outgoingReplySchema } from './outgoing.js';

const takingSchema = outgoingReplySchema.pick({ ticketId: true, bubbles: true, quickReplies: true }).extend({
  heldId: z.uuid(),
  action: z.enum(['withdraw', 'dismiss']),
});
/** A reply that waited for a supervisor, or came back from one, and whose words go back to the draft. */
export type Taking = z.infer<typeof takingSchema>;

const name = 'taking-back';
const listSchema = z.array(takingSchema);

/** Those whose end isn't known: the answer is still to come, also after a reload. */
export function readTakings(staffId: string): readonly Taking[] {
  const raw = readWords(staffId, name);
  const parsed = raw === null ? null : listSchema.safeParse(JSON.parse(raw));
  return parsed?.data ?? [];
}

function keep(staffId: string, list: readonly Taking[]): void {
  keepWords(staffId, name, list.length === 0 ? null : JSON.stringify(list));
}

/** Before the server is asked: its row may be gone before the answer comes. */
export function noteTaking(staffId: string, taking: Taking): void {
  if (!readTakings(staffId).some(({ heldId }) => heldId === taking.heldId))
    keep(staffId, [...readTakings(staffId), taking]);
}

/** @returns it, the first time; null when it has ended before */
export function endTaking(staffId: string, heldId: string): Taking | null {
  const list = readTakings(staffId);
  const taking = list.find((other) => other.heldId === heldId) ?? null;
  if (taking !== null)
    keep(
      staffId,
      list.filter((other) => other !== taking),
    );
  return taking;
}
