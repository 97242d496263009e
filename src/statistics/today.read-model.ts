import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type AccountToday, type Flow, type Quarter, type TodayView } from '../contract/statistics.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { quarterOf, type ServiceDay, serviceDayOf } from './service-day.js';
import { SharedReading } from './shared-reading.js';

interface Reading extends AccountToday {
  readonly now: string;
  readonly day: ServiceDay;
}

/**
 * What happened at one account ($1) from $2 to $3, in quarters of an hour numbered up to $4; targets in minutes: $5 for
 * the line, $6 for answers. Of the tickets only their phases are read that reach into the day.
 */
const SELECT_QUARTERS = `
  WITH quarter AS (
    SELECT n, $2::timestamptz + n * interval '15 minutes' AS begins,
      least($2::timestamptz + (n + 1) * interval '15 minutes', $3) AS ends
    FROM generate_series(0, $4::int) AS n
  ), phase AS MATERIALIZED (
    SELECT ticket_phase.*, greatest(began_at, carried_over_to) AS counts_from, carried_over
    FROM ticket_phase JOIN ticket ON ticket.id = ticket_id
    WHERE ticket_phase.account_id = $1 AND ended_at >= $2 AND began_at <= $3
  ), came AS (
    SELECT ${numberOf('began_at')} AS n, count(*) AS arrivals, count(*) FILTER (WHERE carried_over) AS out_of_hours
    FROM phase WHERE opens AND began_at >= $2 GROUP BY 1
  ), ended AS (
    SELECT ${numberOf('ended_at')} AS n,
      count(*) FILTER (WHERE ended_into = 'active' AND state <> 'active') AS taken,
      count(*) FILTER (WHERE ended_into = 'active' AND state = 'waiting'
        AND ended_at - counts_from <= $5 * interval '1 minute') AS taken_in_time,
      count(*) FILTER (WHERE ended_into = 'closed' AND state = 'active') AS closed,
      count(*) FILTER (WHERE state = 'waiting' AND ended_reason IN ('left', 'blocked')) AS abandoned
    FROM phase WHERE ended_at <= $3 GROUP BY 1
  ), waited AS (
    SELECT n, count(*) FILTER (WHERE began_at <= ends AND ended_at > ends) AS waiting,
      max(least(ended_at, ends) - counts_from) FILTER (WHERE counts_from < least(ended_at, ends)) AS longest
    FROM quarter JOIN phase ON began_at <= ends AND ended_at > begins WHERE state = 'waiting' GROUP BY 1
  ), feared AS (
    SELECT ${numberOf('first')} AS n, count(*) AS at_risk FROM (
      SELECT min(marked_at) AS first FROM risk_mark JOIN ticket ON ticket.id = ticket_id
      WHERE marked_at >= $2 AND marked_at <= $3 AND account_id = $1 AND risk_mark.risk <> 'none' GROUP BY ticket_id
    ) AS marked GROUP BY 1
  ), answered AS (
    SELECT ${numberOf('answered_at')} AS n, count(*) AS answers,
      count(*) FILTER (WHERE answered_at - since <= $6 * interval '1 minute') AS answers_in_time
    FROM caller_answer WHERE account_id = $1 AND answered_at >= $2 AND answered_at <= $3 GROUP BY 1
  )
  SELECT coalesce(arrivals, 0)::int AS arrivals, coalesce(out_of_hours, 0)::int AS "outOfHours",
    coalesce(taken, 0)::int AS taken, coalesce(taken_in_time, 0)::int AS "takenInTime",
    coalesce(closed, 0)::int AS closed, coalesce(abandoned, 0)::int AS abandoned, coalesce(at_risk, 0)::int AS "atRisk",
    coalesce(answers, 0)::int AS answers, coalesce(answers_in_time, 0)::int AS "answersInTime",
    coalesce(waiting, 0)::int AS waiting, floor(extract(epoch FROM longest))::int AS "longestWait"
  FROM quarter LEFT JOIN came USING (n) LEFT JOIN ended USING (n) LEFT JOIN waited USING (n) LEFT JOIN feared USING (n)
    LEFT JOIN answered USING (n) ORDER BY n`;

function numberOf(instant: string): string {
  return `floor(extract(epoch FROM ${instant} - $2) / 900)::int`;
}

/** Today in figures, counted from committed rows. What several screens ask at about the same time is counted once. */
@Injectable()
export class TodayReadModel {
  readonly #readings = new Map<string, SharedReading<Reading | undefined>>();

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly clock: Clock,
  ) {}

  async today(accountIds: readonly string[]): Promise<TodayView> {
    const readings = await Promise.all(accountIds.map((id) => this.#shared(id).get()));
    const found = readings.filter((reading) => reading !== undefined);
    // They may have been read on both sides of a day's end: the earlier ones are of yesterday then.
    const now =
      found
        .map((reading) => reading.now)
        .toSorted()
        .at(-1) ?? this.clock.now().toISOString();
    const { from, to } = serviceDayOf(new Date(now));
    return {
      now,
      from: from.toISOString(),
      to: to.toISOString(),
      accounts: found
        .filter(({ day }) => day.from.getTime() === from.getTime())
        .map(({ accountId, quarters, total, openings }) => ({ accountId, quarters, total, openings })),
    };
  }

  #shared(accountId: string): SharedReading<Reading | undefined> {
    let shared = this.#readings.get(accountId);
    if (shared === undefined) {
      shared = new SharedReading(() => this.#read(accountId));
      this.#readings.set(accountId, shared);
    }
    return shared;
  }

  async #read(accountId: string): Promise<Reading | undefined> {
    const account = await this.accounts.look(accountId);
    if (account === undefined) return undefined;
    const { targets } = account.settings;
    return this.database.snapshot(async (tx) => {
      const now = this.clock.now();
      const day = serviceDayOf(now);
      const quarters = await tx.query<Quarter>(SELECT_QUARTERS, [
        accountId,
        day.from,
        now,
        quarterOf(day, now),
        targets.waitMinutes,
        targets.replyMinutes,
      ]);
      const openings = await this.#openings(tx, accountId, day);
      return { accountId, now: now.toISOString(), day, quarters, total: totalOf(quarters), openings };
    });
  }

  async #openings(
    tx: Queryable,
    accountId: string,
    { from, to }: ServiceDay,
  ): Promise<AccountToday['openings']> {
    const spans = await this.openingHours.spans(tx, accountId, from, to);
    return spans.map((span) => ({
      from: span.from.toISOString(),
      to: span.to.toISOString(),
      state: span.state,
    }));
  }
}

/** The sum of a day; of the longest waits, the longest. */
export function totalOf(quarters: readonly Quarter[]): Flow {
  const sum = (figure: (quarter: Quarter) => number): number =>
    quarters.reduce((total, quarter) => total + figure(quarter), 0);
  const waits = quarters.flatMap(({ longestWait }) => longestWait ?? []);
  return {
    arrivals: sum(({ arrivals }) => arrivals),
    outOfHours: sum(({ outOfHours }) => outOfHours),
    taken: sum(({ taken }) => taken),
    takenInTime: sum(({ takenInTime }) => takenInTime),
    closed: sum(({ closed }) => closed),
    abandoned: sum(({ abandoned }) => abandoned),
    atRisk: sum(({ atRisk }) => atRisk),
    answers: sum(({ answers }) => answers),
    answersInTime: sum(({ answersInTime }) => answersInTime),
    longestWait: waits.length === 0 ? null : Math.max(...waits),
  };
}
