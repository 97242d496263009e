import { AppError } from '../config/app-error.js';
import { type ChecklistStep, checklistSchema } from '../contract/incident.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { accessTicket, type TicketHead } from '../ticket/ticket.access.js';
import { type KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';

/** An open incident as those who change it need it, with its ticket locked. */
export interface OpenIncident {
  readonly id: string;
  readonly ticketId: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly assignedTo: string | null;
  readonly callerKey: DataKey;
  readonly head: TicketHead;
  readonly steps: readonly ChecklistStep[];
}

/**
 * The only way to an incident that a person changes. `work`: whoever may write in its ticket, its counselor and
 * supervisors; `end`: supervisors of its account. The ticket is locked first, as everybody locks.
 * @throws AppError incident_not_found, not_permitted, incident_over
 */
export async function accessIncident(
  tx: Transaction,
  keys: KeyStore,
  principal: Principal,
  incidentId: string,
  use: 'work' | 'end',
): Promise<OpenIncident> {
  const [found] = await tx.query<{ ticketId: string }>(
    'SELECT ticket_id AS "ticketId" FROM incident WHERE id = $1',
    [incidentId],
  );
  if (found === undefined) throw new AppError('incident_not_found');
  const { ticketId } = found;
  const head = await accessTicket(
    tx,
    principal,
    ticketId,
    use === 'end' ? 'supervise' : 'note',
    'lock',
  ).catch(withoutTicket);
  const [row] = await tx.query<{ state: string; steps: unknown }>(
    `SELECT state, steps FROM incident JOIN emergency_checklist ON emergency_checklist.account_id = incident.account_id
       AND version = checklist_version WHERE id = $1`,
    [incidentId],
  );
  if (row?.state !== 'open') throw new AppError('incident_over');
  const callerKey = (await keys.get(tx, [head.keyId])).get(head.keyId);
  if (callerKey === undefined) throw new AppError('ticket_not_found');
  const { accountId, callerId, assignedTo } = head;
  const steps = checklistSchema.parse(row.steps);
  return { id: incidentId, ticketId, accountId, callerId, assignedTo, callerKey, head, steps };
}

/** Whoever doesn't know of the ticket isn't told that there is such an incident. */
function withoutTicket(error: unknown): never {
  throw error instanceof AppError && error.code === 'ticket_not_found'
    ? new AppError('incident_not_found')
    : error;
}

/** An incident changed: what its screens show, and its mark on every list. */
export function emitIncidentChanged(
  tx: Transaction,
  { accountId, ticketId }: { readonly accountId: string; readonly ticketId: string },
): void {
  tx.emit({ type: 'incident.changed', accountId, ticketId });
  tx.emit({ type: 'ticket.changed', accountId, ticketId });
}

/** What an entry of the trace says of an incident. */
export function auditedIncident({
  id,
  ticketId,
  accountId,
  callerId,
}: Pick<OpenIncident, 'id' | 'ticketId' | 'accountId' | 'callerId'>) {
  return { ticketId, accountId, callerId, subject: { kind: 'incident', id } };
}
