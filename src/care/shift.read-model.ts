import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type ShiftView } from '../contract/care.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { overlapOf, type PresencePhase, restsOf, workingSince } from './shift.js';

/** A consultation that lasts longer than this is long, in minutes: in the national figures one in three does. */
const LONG_MINUTES = 90;
/** Night work, in hours before the end of the service day at five. */
const NIGHT_HOURS = 7;
const MINUTE_MS = 60_000;
/** A shift may reach back across the beginning of the service day, in hours. */
const LOOK_BACK_HOURS = 24;

interface Consultations {
  readonly tickets: number;
  readonly active: number;
  readonly withCallersMs: number;
  readonly longestMs: number | null;
  readonly long: number;
  readonly atRisk: number;
  readonly imminent: number;
  readonly emergencies: number;
}

/** One's own service day. It is shown to nobody else, and nothing in it compares people. */
@Injectable()
export class ShiftReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  async shift(principal: Principal): Promise<ShiftView> {
    return this.database.snapshot(async (tx) => {
      const now = this.clock.now();
      const from = beginOfDay(now);
      const { withCallersMs, longestMs, ...counted } = await consultationsOf(
        tx,
        principal.staffId,
        from,
        now,
      );
      const phases = await presenceOf(tx, principal.staffId, now);
      const day = { from, until: null };
      const dayEnds = new Date(from.getTime() + 24 * 60 * MINUTE_MS);
      const night = { from: new Date(dayEnds.getTime() - NIGHT_HOURS * 60 * MINUTE_MS), until: dayEnds };
      const minutes = (milliseconds: number): number => Math.floor(milliseconds / MINUTE_MS);
      return {
        ...counted,
        now: now.toISOString(),
        from: from.toISOString(),
        presentMinutes: minutes(overlapOf(phases, day, now)),
        nightMinutes: minutes(overlapOf(phases, night, now)),
        withCallersMinutes: minutes(withCallersMs),
        longestMinutes: longestMs === null ? null : minutes(longestMs),
        breaks: restsOf(phases, now)
          .filter(({ until }) => until === null || until > from)
          // Who went home rests too, but takes no break.
          .filter((rest) => rest.until !== null || phases.at(-1)?.presence === 'break')
          .map((rest) => ({ from: rest.from.toISOString(), until: rest.until?.toISOString() ?? null })),
        workingSince: workingSince(phases, now)?.toISOString() ?? null,
        breakAfterMinutes: this.#breakAfter(principal),
      };
    });
  }

  /** Who works for several accounts is reminded by the one that reminds first. */
  #breakAfter({ memberships }: Principal): number {
    const all = [...memberships.keys()].flatMap(
      (id) => this.accounts.find(id)?.settings.targets.breakAfterMinutes ?? [],
    );
    return Math.min(...(all.length === 0 ? [60] : all));
  }
}

function beginOfDay(at: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO('Asia/Tokyo')
    .subtract({ hours: 5 })
    .startOfDay()
    .add({ hours: 5 });
  return new Date(local.epochMilliseconds);
}

async function consultationsOf(
  tx: Queryable,
  staffId: string,
  from: Date,
  now: Date,
): Promise<Consultations> {
  const [row] = await tx.query<Consultations>(
    `WITH mine AS (
       SELECT ticket_id, began_at, least(ended_at, $3) AS ended_at, ended_at = 'infinity' AS runs FROM ticket_phase
       WHERE staff_id = $1 AND state = 'active' AND ended_at > $2 AND began_at <= $3
     ), each AS (
       SELECT ticket_id, bool_or(runs) AS runs, sum(ended_at - began_at) AS lasted,
         EXISTS (SELECT FROM risk_mark WHERE risk_mark.ticket_id = mine.ticket_id AND risk <> 'none') AS feared,
         EXISTS (SELECT FROM risk_mark WHERE risk_mark.ticket_id = mine.ticket_id AND risk = 'imminent') AS imminent
       FROM mine GROUP BY ticket_id
     )
     SELECT count(*)::int AS tickets, (count(*) FILTER (WHERE runs))::int AS active,
       (count(*) FILTER (WHERE lasted > ${LONG_MINUTES} * interval '1 minute'))::int AS long,
       (count(*) FILTER (WHERE feared))::int AS "atRisk", (count(*) FILTER (WHERE imminent))::int AS imminent,
       floor(extract(epoch FROM max(lasted)) * 1000)::float8 AS "longestMs",
       coalesce((SELECT floor(sum(extract(epoch FROM upper(stretch) - lower(stretch))) * 1000) FROM unnest((
         SELECT range_agg(tstzrange(greatest(began_at, $2), ended_at)) FROM mine)) AS stretch), 0)::float8 AS "withCallersMs",
       (SELECT count(*)::int FROM incident WHERE opened_at <= $3 AND coalesce(incident.ended_at, 'infinity') > $2 AND (
         opened_by = $1 AND opened_at >= $2 OR ended_by = $1
         OR EXISTS (SELECT FROM mine WHERE mine.ticket_id = incident.ticket_id
           AND mine.ended_at >= opened_at AND mine.began_at <= coalesce(incident.ended_at, 'infinity'))
         OR EXISTS (SELECT FROM incident_entry
           WHERE incident_id = incident.id AND noted_by = $1 AND noted_at >= $2))) AS emergencies
     FROM each`,
    [staffId, from, now],
  );
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row;
}

/** When somebody was there: back to before the service day began, as far as their shift reaches. */
async function presenceOf(tx: Queryable, staffId: string, now: Date): Promise<PresencePhase[]> {
  return tx.query<PresencePhase>(
    `SELECT presence, began_at AS from, nullif(ended_at, 'infinity') AS until FROM presence_phase
     WHERE staff_id = $1 AND ended_at > $2 AND began_at <= $3 ORDER BY began_at, id`,
    [staffId, new Date(now.getTime() - LOOK_BACK_HOURS * 60 * MINUTE_MS), now],
  );
}
