import { type ErasureView } from '../contract/erasure.js';
import { type ErrorCode } from '../contract/error.js';
import { type Queryable } from '../database/transaction.js';

/**
 * What stands against erasing a caller now, as SQL on a row named `caller`. Why somebody unmasked them is erased with them:
 * it waits until another supervisor has read it, where there is one.
 */
export const OBSTACLE = `CASE
  WHEN EXISTS (SELECT FROM legal_hold WHERE legal_hold.caller_id = caller.id) THEN 'held'
  WHEN EXISTS (SELECT FROM incident WHERE incident.caller_id = caller.id AND incident.state = 'open') THEN 'held'
  WHEN EXISTS (SELECT FROM disclosure JOIN ticket ON ticket.id = disclosure.ticket_id
    WHERE ticket.caller_id = caller.id AND disclosure.state NOT IN ('given', 'refused')) THEN 'disclosure'
  WHEN EXISTS (SELECT FROM broken_glass JOIN ticket ON ticket.id = broken_glass.ticket_id
    WHERE ticket.caller_id = caller.id AND broken_glass.seen_at IS NULL) THEN 'glass-unseen'
  WHEN EXISTS (SELECT FROM ticket_alarm JOIN ticket ON ticket.id = ticket_alarm.ticket_id
    WHERE ticket.caller_id = caller.id AND kind = 'unmasked' AND ticket_alarm.seen_at IS NULL
      AND EXISTS (SELECT FROM membership JOIN staff ON staff.id = membership.staff_id AND staff.active
        WHERE membership.account_id = ticket.account_id AND role = 'supervisor' AND caused_by <> ARRAY[staff.id]))
    THEN 'unmasking-unseen'
  WHEN EXISTS (SELECT FROM ticket WHERE ticket.caller_id = caller.id AND ticket.state <> 'closed') THEN 'open-ticket'
  WHEN EXISTS (SELECT FROM inbound_event WHERE inbound_event.caller_id = caller.id AND inbound_event.state = 'stored')
    THEN 'not-read-in' END`;

/** How each is told to whoever wants to erase. */
export const obstacleErrors = {
  held: 'caller_held',
  disclosure: 'caller_disclosure_open',
  'glass-unseen': 'caller_glass_unseen',
  'unmasking-unseen': 'caller_unmasking_unseen',
  'open-ticket': 'caller_in_consultation',
  'not-read-in': 'caller_in_consultation',
} as const satisfies Record<NonNullable<ErasureView['obstacle']>, ErrorCode>;

export async function obstacleOf(tx: Queryable, callerId: string): Promise<ErasureView['obstacle']> {
  const [row] = await tx.query<{ obstacle: ErasureView['obstacle'] }>(
    `SELECT ${OBSTACLE} AS obstacle FROM caller WHERE id = $1`,
    [callerId],
  );
  return row?.obstacle ?? null;
}
