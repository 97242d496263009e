import { type Queryable } from '../transaction.js';
import { channels } from './channels.js';
import { type NewEvent } from './event.entity.js';

/** Any fixed number that nothing else locks. */
const EVENT_LOCK = 7_160_517;

/**
 * Writes the events of a transaction as its last statement.
 *
 * A plain sequence is no safe cursor: a lower id may commit after a higher one and be skipped. Here ids are drawn
 * under a lock that is held until the commit is visible, so that id order is commit order. The lock is taken last and
 * by nobody who still wants another one, so it can't be part of a deadlock.
 */
export async function writeEvents(
  tx: Queryable,
  events: readonly NewEvent[],
  occurredAt: Date,
): Promise<void> {
  await tx.query(
    `WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(${EVENT_LOCK})),
     written AS (
       INSERT INTO event (type, account_id, ticket_id, message_id, staff_id, occurred_at)
       SELECT given.type, given.account_id, given.ticket_id, given.message_id, given.staff_id, $6
       FROM turn, unnest($1::varchar[], $2::varchar[], $3::uuid[], $4::uuid[], $5::uuid[])
         WITH ORDINALITY AS given (type, account_id, ticket_id, message_id, staff_id, position)
       ORDER BY given.position
       RETURNING id
     )
     SELECT pg_notify('${channels.events}', max(id)::text) FROM written`,
    [
      events.map((event) => event.type),
      events.map((event) => event.accountId ?? null),
      events.map((event) => event.ticketId ?? null),
      events.map((event) => event.messageId ?? null),
      events.map((event) => event.staffId ?? null),
      occurredAt,
    ],
  );
}
