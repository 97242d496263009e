import { type Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { type LineEvent } from '../line/webhook-body.js';

interface EventOfCaller {
  readonly callerId: string;
  readonly standby: boolean;
  readonly event: LineEvent;
}

/**
 * Notes who answers each caller now: with `mode: standby` somebody else does, and we must send nothing; `active` is us.
 * The newest event by LINE's own time says so, in whatever order events arrive.
 * https://developers.line.biz/en/reference/messaging-api/#common-properties
 */
export async function setStandby(
  tx: Transaction,
  clock: Clock,
  events: readonly EventOfCaller[],
): Promise<void> {
  const newest = new Map<string, EventOfCaller>();
  for (const event of events) {
    const known = newest.get(event.callerId);
    if (known === undefined || known.event.timestamp <= event.event.timestamp)
      newest.set(event.callerId, event);
  }
  // Nearly always it is us, as before, and then there is nothing to ask the database.
  const said = [...newest.values()].filter(({ standby, event }) => standby || event.mode === 'standby');
  if (said.length === 0) return;
  await tx.query(
    `UPDATE caller_address SET standby = given.standby, standby_at = given.at
     FROM unnest($1::uuid[], $2::boolean[], $3::timestamptz[]) AS given (caller_id, standby, at)
     WHERE caller_address.caller_id = given.caller_id AND coalesce(standby_at <= given.at, true)`,
    [
      said.map(({ callerId }) => callerId),
      said.map(({ event }) => event.mode === 'standby'),
      said.map(({ event }) => clock.fromRealTime(event.timestamp)),
    ],
  );
}
