import { type AuditWriter, type NewAuditEntry } from '../audit/audit-writer.js';
import { type Principal } from '../staff/principal.js';
import { type TicketHead } from './ticket.access.js';

/** What the trace says of every act in a ticket. */
export function actIn(
  principal: Principal,
  { id, accountId, callerId }: Pick<TicketHead, 'id' | 'accountId' | 'callerId'>,
): Pick<NewAuditEntry, 'accountId' | 'ticketId' | 'callerId'> & { readonly actor: string } {
  return { actor: principal.staffId, accountId, ticketId: id, callerId };
}

/** As what somebody reads a ticket: theirs, as one who supervises its account, or by which exception. */
export function readsAs(
  principal: Principal,
  { exception, assignedTo }: TicketHead,
): 'counselor' | 'supervisor' | 'past' | 'break-glass' {
  return exception ?? (assignedTo === principal.staffId ? 'counselor' : 'supervisor');
}

/** Before the words are given out; see `noteReading`. */
export async function noteTicketRead(
  audit: AuditWriter,
  principal: Principal,
  head: TicketHead,
): Promise<void> {
  await audit.noteReading({
    act: 'ticket.read',
    ...actIn(principal, head),
    details: { as: readsAs(principal, head) },
  });
}

export async function noteMediaRead(
  audit: AuditWriter,
  principal: Principal,
  head: TicketHead,
  mediaId: string,
): Promise<void> {
  await audit.noteReading({
    act: 'media.read',
    ...actIn(principal, head),
    subject: { kind: 'media', id: mediaId },
    details: { as: readsAs(principal, head) },
  });
}
