import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import {
  type FigureChoices,
  type FigureTable,
  type FigureTableName,
  type FiguresView,
} from '../contract/figures.js';
import { Database } from '../database/database.service.js';
import { serviceDayOf } from './service-day.js';
import { shown, suppress } from './suppression.js';

const ZONE = 'Asia/Tokyo';
const BEGINS_AT = 5;
/** How far back one can look. */
const MOST_MONTHS = 36;
/** Three hours each, from the beginning of the service day on. */
const HOURS = [5, 8, 11, 14, 17, 20, 23, 2];
/** Up to so many minutes each. */
const WAITS = [1, 5, 15, 30, 60];

/** A consultation as it is counted. */
export interface ConsultationRow {
  readonly came: Date;
  readonly outOfHours: boolean;
  readonly left: boolean;
  /** Minutes until somebody took them up; null: nobody did. */
  readonly waited: number | null;
  readonly ending: string;
  readonly categoryId: string | null;
}

interface Category {
  readonly id: string;
  readonly name: string;
}

/**
 * What began in a month, one row each; who tests the account is no caller. When somebody took it up is told by its
 * phases: `taken_at` is the last time.
 */
const SELECT_CONSULTATIONS = `
  SELECT opened_at AS came, carried_over AS "outOfHours",
    EXISTS (SELECT FROM ticket_phase WHERE ticket_id = ticket.id AND ended_reason IN ('left', 'blocked')) AS left,
    CASE WHEN taken.at IS NOT NULL
      THEN extract(epoch FROM greatest(taken.at - greatest(opened_at, carried_over_to), interval '0'))::float8 / 60 END
      AS waited,
    CASE WHEN state <> 'closed' THEN 'open' WHEN reopen_until IS NOT NULL THEN 'by-timer' ELSE 'ended' END AS ending,
    category_id AS "categoryId"
  FROM ticket JOIN caller ON caller.id = caller_id
    LEFT JOIN LATERAL (SELECT min(ended_at) AS at FROM ticket_phase
      WHERE ticket_id = ticket.id AND ended_into = 'active') AS taken ON true
  WHERE ticket.account_id = $1 AND opened_at >= $2 AND opened_at < $3 AND test_since IS NULL`;

/** Months in figures, for who commissions an account and sees no caller. Nothing that is given here points at anybody. */
@Injectable()
export class FiguresReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  async choices(accountIds: readonly string[]): Promise<FigureChoices> {
    const accounts = this.accounts
      .all()
      .filter(({ id }) => accountIds.includes(id))
      .map(({ id, name }) => ({ id, name }));
    const [first] = await this.database.query<{ at: Date | null }>(
      'SELECT min(opened_at) AS at FROM ticket WHERE account_id = ANY($1)',
      [accountIds],
    );
    return { accounts, months: monthsUntil(this.clock.now(), first?.at ?? null) };
  }

  /** @throws AppError account_not_found, not_found for a month that isn't over */
  async figures(accountId: string, month: string): Promise<FiguresView> {
    const account = await this.accounts.look(accountId);
    if (account === undefined) throw new AppError('account_not_found');
    const [from, to] = spanOf(month);
    if (to > this.clock.now()) throw new AppError('not_found');
    const [rows, categories] = await Promise.all([
      this.database.query<ConsultationRow>(SELECT_CONSULTATIONS, [accountId, from, to]),
      this.database.query<Category>(
        'SELECT id, name FROM category WHERE account_id = $1 ORDER BY position, id',
        [accountId],
      ),
    ]);
    return figuresOf({ accountId, month }, rows, categories);
  }
}

/**
 * The sums are known here, of all who came and of those cells that a further table splits. Where such a cell is hidden, its
 * tables would tell it: they are left out then. No two tables count the same people by what the public opening hours tie
 * together (decision 35): so each is as safe as it is by itself.
 */
export function figuresOf(
  of: Pick<FiguresView, 'accountId' | 'month'>,
  rows: readonly ConsultationRow[],
  categories: readonly Category[],
): FiguresView {
  const reach = tableOf('reach', rows, ['taken', 'left', 'not-taken'], reachOf);
  const hour = tableOf('hour', rows, [...HOURS.map(String), 'closed'], (row) =>
    row.outOfHours ? 'closed' : hourOf(row),
  );
  const taken = rows.filter(({ waited }) => waited !== null);
  const closed = rows.filter(({ outOfHours }) => outOfHours);
  const ofTaken = (name: FigureTableName, names: readonly string[], nameOf: NameOf): FigureTable =>
    isShown(reach, 'taken') ? tableOf(name, taken, names, nameOf) : { name, total: null, cells: null };
  return {
    ...of,
    total: shown(rows.length),
    tables: [
      reach,
      hour,
      isShown(hour, 'closed')
        ? tableOf('closed-hour', closed, HOURS.map(String), hourOf)
        : { name: 'closed-hour', total: null, cells: null },
      ofTaken('wait', [...WAITS.map(String), 'more'], waitOf),
      ofTaken('ending', ['ended', 'by-timer', 'open'], ({ ending }) => ending),
      named(
        ofTaken(
          'category',
          [...categories.map(({ id }) => id), 'none'],
          ({ categoryId }) => categoryId ?? 'none',
        ),
        categories,
      ),
    ],
  };
}

type NameOf = (row: ConsultationRow) => string;

/** Every row is in exactly one cell: their sum is the table's. */
function tableOf(
  name: FigureTableName,
  rows: readonly ConsultationRow[],
  names: readonly string[],
  nameOf: NameOf,
): FigureTable {
  const counts = new Map(names.map((each) => [each, 0]));
  for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  const cells = suppress([...counts.values()]);
  return {
    name,
    total: shown(rows.length),
    cells:
      cells === null
        ? null
        : [...counts.keys()].map((each, index) => ({ name: each, label: null, count: cells[index] ?? null })),
  };
}

function isShown({ cells }: FigureTable, name: string): boolean {
  return (cells?.find((cell) => cell.name === name)?.count ?? null) !== null;
}

function named(table: FigureTable, categories: readonly Category[]): FigureTable {
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const cells = table.cells?.map((cell) => ({ ...cell, label: names.get(cell.name) ?? null })) ?? null;
  return { ...table, cells };
}

function reachOf({ waited, left }: ConsultationRow): string {
  if (waited !== null) return 'taken';
  return left ? 'left' : 'not-taken';
}

function hourOf({ came }: ConsultationRow): string {
  const sinceBegin = (came.getTime() - serviceDayOf(came).from.getTime()) / 3_600_000;
  return String(HOURS[Math.min(HOURS.length - 1, Math.floor(sinceBegin / 3))]);
}

function waitOf({ waited }: ConsultationRow): string {
  const band = WAITS.find((minutes) => (waited ?? 0) <= minutes);
  return band === undefined ? 'more' : String(band);
}

/** Of the months that are over, those since an account's first consultation; newest first. */
export function monthsUntil(now: Date, first: Date | null): string[] {
  if (first === null) return [];
  const begin = monthOf(first);
  const months: string[] = [];
  for (
    let month = monthOf(now).subtract({ months: 1 });
    months.length < MOST_MONTHS;
    month = month.subtract({ months: 1 })
  ) {
    if (Temporal.PlainYearMonth.compare(month, begin) < 0) break;
    months.push(month.toString());
  }
  return months;
}

/** The month of a service day: the night that begins on its last evening belongs to it. */
function monthOf(at: Date): Temporal.PlainYearMonth {
  return Temporal.Instant.fromEpochMilliseconds(serviceDayOf(at).from.getTime())
    .toZonedDateTimeISO(ZONE)
    .toPlainDate()
    .toPlainYearMonth();
}

function spanOf(month: string): [from: Date, to: Date] {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const plainTime = Temporal.PlainTime.from({ hour: BEGINS_AT });
  const at = (date: Temporal.PlainDate): Date =>
    new Date(date.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds);
  return [at(first), at(first.add({ months: 1 }))];
}
