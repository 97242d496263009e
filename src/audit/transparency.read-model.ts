import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { REPORT_MONTH, type TransparencyReport } from '../contract/disclosure.js';
import { Database } from '../database/database.service.js';
import { type CountedRequest, type CountedTelling, transparencyReport } from './transparency.js';

/** Years of requests in figures, each counted as it stood when its report was closed. */
@Injectable()
export class TransparencyReadModel {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A year in figures that may be published, as it stood when its report was closed: asked for again, it is the same.
   * @param accounts null for all of them
   * @throws AppError not_found for a year whose report isn't closed yet
   */
  async report(year: number, accounts: readonly string[] | null): Promise<TransparencyReport> {
    if (closingOf(year) > this.clock.now()) throw new AppError('not_found');
    return transparencyReport(
      year,
      await this.counted(year, accounts),
      await this.toldInEmergencies(year, accounts),
    );
  }

  /**
   * What was received in a year, as Japan counts its days, and what had become of it when its report was closed. What is
   * recorded later belongs to the year in which it is: each is in one report. Where a file was begun, something may have
   * left: it is given.
   */
  async counted(year: number, accounts: readonly string[] | null): Promise<CountedRequest[]> {
    return this.database.query<CountedRequest>(
      `SELECT account_id AS "accountId", asker_kind AS "askerKind", basis,
         CASE WHEN EXISTS (SELECT FROM disclosure_export WHERE disclosure_id = disclosure.id AND begun_at < $3) THEN 'given'
           WHEN ended_at >= $3 THEN 'approved' ELSE state END AS state
       FROM disclosure CROSS JOIN LATERAL (SELECT extract(year FROM received_at AT TIME ZONE 'Asia/Tokyo')::int AS year) AS received
       WHERE CASE WHEN recorded_at < make_timestamptz(received.year + 1, ${REPORT_MONTH}, 1, 0, 0, 0, 'Asia/Tokyo')
           THEN received.year ELSE extract(year FROM recorded_at AT TIME ZONE 'Asia/Tokyo') END = $1
         AND ($2::varchar[] IS NULL OR account_id = ANY($2)) ORDER BY received_at, id`,
      [year, accounts, closingOf(year)],
    );
  }

  /** What was told in emergencies of a year; what was found to be noted by mistake before its report was closed isn't counted. */
  async toldInEmergencies(year: number, accounts: readonly string[] | null): Promise<CountedTelling[]> {
    return this.database.query<CountedTelling>(
      `SELECT account_id AS "accountId", extract(month FROM noted_at AT TIME ZONE 'Asia/Tokyo')::int AS month
       FROM incident_entry JOIN incident ON incident.id = incident_id
       WHERE kind = 'disclosure' AND (withdrawn_at IS NULL OR withdrawn_at >= $3)
         AND extract(year FROM noted_at AT TIME ZONE 'Asia/Tokyo') = $1
         AND ($2::varchar[] IS NULL OR account_id = ANY($2)) ORDER BY noted_at, incident_entry.id`,
      [year, accounts, closingOf(year)],
    );
  }
}

/** When a year's report is closed. */
function closingOf(year: number): Date {
  const closing = Temporal.ZonedDateTime.from({
    year: year + 1,
    month: REPORT_MONTH,
    day: 1,
    timeZone: 'Asia/Tokyo',
  });
  return new Date(closing.epochMilliseconds);
}
