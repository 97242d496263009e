import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { type Move } from '../contract/supervision.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type TicketHead } from '../ticket/ticket.access.js';
import { type KeyStore } from '../vault/key-store.js';
import { type Vault } from '../vault/vault.service.js';

/** A supervisor moves a ticket out of somebody's hands. */
export interface NewMove {
  readonly kind: Move['kind'];
  readonly by: string;
  readonly from: string;
  /** Null: to nobody. */
  readonly to: string | null;
  readonly note: string;
  readonly at: Date;
}

/** That a ticket is in somebody's hands. @throws AppError ticket_closed, ticket_not_taken */
export function holderOf({ state, assignedTo }: TicketHead): string {
  if (state === 'closed') throw new AppError('ticket_closed');
  if (state !== 'active' || assignedTo === null) throw new AppError('ticket_not_taken');
  return assignedTo;
}

/** Notes it among the ticket's handing over, and tells whom it concerns. The ticket's row is locked. */
export async function noteMove(
  tx: Transaction,
  { keys, vault }: { readonly keys: KeyStore; readonly vault: Vault },
  head: TicketHead,
  { kind, by, from, to, note, at }: NewMove,
): Promise<void> {
  const key = (await keys.get(tx, [head.keyId])).get(head.keyId);
  if (key === undefined) throw new AppError('ticket_not_found');
  const id = uuidv7();
  const state = kind === 'close' ? 'closed' : kind === 'return' ? 'returned' : 'accepted';
  await tx.query(
    `INSERT INTO handover (id, ticket_id, from_staff_id, to_staff_id, state, kind, moved_by, note_sealed, made_at,
       answered_by, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $4, CASE WHEN $4::uuid IS NULL THEN NULL ELSE $9::timestamptz END)`,
    [id, head.id, from, to, state, kind, by, vault.sealJson(key, `handover.note:${id}`, note), at],
  );
  for (const staffId of new Set([from, to]))
    if (staffId !== null && staffId !== by) tx.emit({ type: 'moves.changed', staffId });
}

/** What supervisors moved of a person's that they have not seen yet, oldest first. @param $1 the person */
export const UNSEEN_MOVES = `FROM handover
  WHERE moved_by <> $1 AND (from_staff_id = $1 AND dismissed_at IS NULL OR to_staff_id = $1 AND read_at IS NULL)`;

export async function unseenMoves(tx: Queryable, staffId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(`SELECT handover.id ${UNSEEN_MOVES} ORDER BY handover.id`, [
    staffId,
  ]);
  return rows.map(({ id }) => id);
}
