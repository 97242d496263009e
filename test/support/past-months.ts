import { type Relay } from './relay.js';

interface Group {
  readonly count: number;
  readonly at: string;
  /** Minutes until somebody took it up. */
  readonly waited?: number;
  readonly ending: 'ended' | 'by-timer' | 'left' | 'never';
  readonly outOfHours?: boolean;
  readonly testing?: boolean;
}

/** Two months of consultations, as the tables would have them: few in September, more in October 2026. */
export async function consultationsIn(relay: Relay, accountId: string): Promise<void> {
  const groups: Group[] = [
    { count: 3, at: '2026-09-10T18:00:00+09:00', waited: 4, ending: 'ended' },
    { count: 20, at: '2026-10-05T17:30:00+09:00', waited: 4, ending: 'ended' },
    { count: 14, at: '2026-10-12T21:00:00+09:00', waited: 20, ending: 'ended' },
    { count: 10, at: '2026-10-13T21:00:00+09:00', waited: 25, ending: 'by-timer' },
    { count: 3, at: '2026-10-20T22:10:00+09:00', waited: 45, ending: 'ended' },
    { count: 3, at: '2026-10-21T22:10:00+09:00', waited: 90, ending: 'ended' },
    { count: 6, at: '2026-10-22T19:00:00+09:00', ending: 'left' },
    { count: 3, at: '2026-10-23T19:00:00+09:00', ending: 'never' },
    { count: 2, at: '2026-11-01T03:00:00+09:00', ending: 'never', outOfHours: true },
    { count: 9, at: '2026-10-15T18:00:00+09:00', waited: 1, ending: 'ended', testing: true },
  ];
  for (const [index, group] of groups.entries()) await insert(relay, accountId, group, index * 100);
}

async function insert(relay: Relay, accountId: string, group: Group, offset: number): Promise<void> {
  const at = new Date(group.at);
  const taken = group.waited === undefined ? null : new Date(at.getTime() + group.waited * 60_000);
  const closed = new Date(at.getTime() + 3 * 3_600_000);
  await relay.database.query(
    `WITH given AS MATERIALIZED (
       SELECT gen_random_uuid() AS caller_id, gen_random_uuid() AS ticket_id, n FROM generate_series(1, $2::int) AS n
     ), callers AS (
       INSERT INTO caller (id, account_id, alias, key_id, created_at, test_since)
       SELECT caller_id, $1::varchar, 'x', gen_random_uuid(), $3::timestamptz, CASE WHEN $7::boolean THEN $3::timestamptz END FROM given
     ), tickets AS (
       INSERT INTO ticket (id, account_id, number, caller_id, state, line_since, carried_over, opened_at, waiting_since,
         taken_at, assigned_to, closed_at, reopen_until)
       SELECT ticket_id, $1::varchar, 10000 + $8::int + n, caller_id, 'closed', $3::timestamptz, $6::boolean, $3::timestamptz, $3::timestamptz, $4::timestamptz,
         CASE WHEN $4::timestamptz IS NOT NULL THEN (SELECT id FROM staff WHERE login = 'sato') END, $5::timestamptz,
         CASE WHEN $9::varchar = 'by-timer' THEN $5::timestamptz END FROM given
     ) SELECT count(*) FROM given`,
    [
      accountId,
      group.count,
      at,
      taken,
      closed,
      group.outOfHours ?? false,
      group.testing ?? false,
      offset,
      group.ending,
    ],
  );
  // The trigger saw them closed from the first; this is how they went.
  await relay.database.query(
    `DELETE FROM ticket_phase WHERE ticket_id IN (SELECT id FROM ticket WHERE account_id = $1 AND number > $2 AND number <= $3)`,
    [accountId, 10000 + offset, 10000 + offset + group.count],
  );
  await relay.database.query(
    `INSERT INTO ticket_phase (account_id, ticket_id, state, opens, began_at, ended_at, ended_into, ended_reason)
     SELECT $1::varchar, id, 'waiting', true, $4::timestamptz, coalesce($5::timestamptz, $6::timestamptz), $7::varchar, $8::varchar
     FROM ticket WHERE account_id = $1::varchar AND number > $2 AND number <= $3`,
    [
      accountId,
      10000 + offset,
      10000 + offset + group.count,
      at,
      taken,
      closed,
      taken === null ? 'closed' : 'active',
      group.ending === 'left' ? 'left' : null,
    ],
  );
}
