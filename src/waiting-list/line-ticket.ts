import { type FollowUpReason, type Risk } from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { type Transaction } from '../database/transaction.js';
import { type AppendTarget } from '../ticket/append.js';
import { type KeyStore } from '../vault/key-store.js';

/** A ticket as the rules of the line need it. */
export interface LineTicket extends AppendTarget {
  readonly state: TicketState;
  readonly risk: Risk;
  readonly assignedTo: string | null;
  readonly waitNumber: number;
  readonly waitingSince: Date;
  readonly frontSince: Date | null;
  readonly placeTold: number | null;
  readonly placeTexts: number;
  readonly followUpReason: FollowUpReason | null;
  readonly followUpSince: Date | null;
  readonly followedUpAt: Date | null;
  readonly lastInboundAt: Date | null;
  readonly reachable: boolean;
}

/** Locks a ticket; undefined when there is none, or its caller was erased. */
export async function lockTicket(
  tx: Transaction,
  keys: KeyStore,
  ticketId: string,
): Promise<LineTicket | undefined> {
  const [row] = await tx.query<Omit<LineTicket, 'callerKey'> & { keyId: string }>(
    `SELECT ticket.id AS "ticketId", ticket.account_id AS "accountId", ticket.caller_id AS "callerId",
       caller.key_id AS "keyId", state, risk, assigned_to AS "assignedTo", wait_number AS "waitNumber",
       waiting_since AS "waitingSince", front_since AS "frontSince", place_told AS "placeTold",
       place_texts AS "placeTexts", follow_up_reason AS "followUpReason", follow_up_since AS "followUpSince",
       followed_up_at AS "followedUpAt", last_inbound_at AS "lastInboundAt",
       NOT EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND NOT reachable) AS reachable
     FROM ticket JOIN caller ON caller.id = ticket.caller_id WHERE ticket.id = $1 FOR NO KEY UPDATE OF ticket`,
    [ticketId],
  );
  if (row === undefined) return undefined;
  const { keyId, ...ticket } = row;
  const callerKey = (await keys.get(tx, [keyId])).get(keyId);
  return callerKey === undefined ? undefined : { ...ticket, callerKey };
}
