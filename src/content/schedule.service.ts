import { Injectable } from '@nestjs/common';
import {
  type PreviewSchedule,
  type SaveSchedule,
  type SchedulePreview,
  type ScheduleVersions,
  type ScheduleView,
} from '../contract/content.js';
import { scheduleSchema } from '../contract/schedule.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../opening-hours/opening-watch.js';
import { changedDates, warningsOf } from '../opening-hours/schedule-warnings.js';
import { ContentJournal } from './content-journal.js';

const MOST_VERSIONS = 100;

/** The hours of an account, as its administrators edit them. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly database: Database,
    private readonly openingHours: OpeningHoursService,
    private readonly watch: OpeningWatch,
    private readonly journal: ContentJournal,
  ) {}

  async read(accountId: string): Promise<ScheduleView> {
    return this.database.snapshot((tx) => this.#view(tx, accountId));
  }

  /** What it would make of the next days, and what to know before it is saved. Nothing changes. */
  async preview(accountId: string, { schedule, days }: PreviewSchedule): Promise<SchedulePreview> {
    return this.database.snapshot(async (tx) => {
      const comparison = await this.openingHours.compare(tx, accountId, schedule, days);
      const [row] = await tx.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM ticket WHERE account_id = $1 AND state = 'waiting'`,
        [accountId],
      );
      return {
        now: comparison.now,
        days: [...comparison.days],
        before: comparison.before === null ? null : [...comparison.before],
        changed: changedDates(comparison),
        warnings: warningsOf(comparison, row?.waiting ?? 0),
      };
    });
  }

  /** @throws AppError changed_meanwhile */
  async save(staffId: string, accountId: string, { version, schedule }: SaveSchedule): Promise<ScheduleView> {
    return this.database.transaction(async (tx) => {
      const before = await this.openingHours.schedule(tx, accountId);
      await this.journal.save(tx, {
        section: 'hours',
        scope: accountId,
        accountIds: [accountId],
        staffId,
        version,
        before,
        after: schedule,
      });
      await this.openingHours.save(tx, accountId, schedule);
      // What runs now is told of at once, and the planned changes are planned anew.
      await this.watch.restart(tx, [accountId]);
      return this.#view(tx, accountId);
    });
  }

  async versions(accountId: string): Promise<ScheduleVersions> {
    const rows = await this.database.query<{
      version: number;
      savedAt: Date;
      savedBy: string | null;
      body: unknown;
    }>(
      `SELECT version, saved_at AS "savedAt", (SELECT display_name FROM staff WHERE id = saved_by) AS "savedBy", body
       FROM content_version WHERE section = 'hours' AND scope = $1 ORDER BY version DESC LIMIT ${MOST_VERSIONS}`,
      [accountId],
    );
    return {
      items: rows.map(({ body, savedAt, ...row }) => {
        const parsed = scheduleSchema.safeParse(body);
        return { ...row, savedAt: savedAt.toISOString(), schedule: parsed.success ? parsed.data : null };
      }),
    };
  }

  async #view(tx: Queryable, accountId: string): Promise<ScheduleView> {
    const saved = await this.journal.saved(tx, 'hours', accountId);
    return { ...saved, schedule: await this.openingHours.schedule(tx, accountId) };
  }
}
