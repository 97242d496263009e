import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type OpeningView } from '../contract/account.js';
import { type CalendarDay, type HoursFault } from '../contract/opening.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { calendarOf } from './calendar.js';
import { dependsOnHolidays } from './day-rule.js';
import { lastHolidayYear } from './holiday.js';
import { type Opening, openingAt, type OpeningSpan, openingWithoutHours, spansOf } from './opening-hours.js';
import { type Schedule, scheduleSchema } from '../contract/schedule.js';
import { type Comparison } from './schedule-warnings.js';
import { LOOK_BACK_DAYS, type Override } from './timeline.js';
import { tokyoDate } from './tokyo.js';

/**
 * What an account's hours say now. `unknown`: they are missing or broken; callers get the emergency text, and
 * supervisors an alarm. What somebody decided by hand holds then too.
 */
export interface OpeningNow extends Opening {
  /** Why the hours can't be told; null when they can. */
  readonly fault: HoursFault | null;
  /** It would be open, but waits until enough people are there; `state` says closed. */
  readonly held: boolean;
}

interface Row {
  readonly accountId: string;
  /** Switched off, it takes nobody new, whatever its hours say. */
  readonly active: boolean;
  /** The document as text: the same text needs no second look. */
  readonly rules: string | null;
  /** How many people an opening waits for; null where it doesn't. */
  readonly waitsFor: number | null;
  /** When so many were last seen to be there. */
  readonly staffedAt: Date | null;
  readonly overrides: readonly (Omit<Override, 'startsAt' | 'until'> & {
    readonly startsAt: string;
    readonly until: string | null;
  })[];
}

/** What holds for an account that is switched off, as if somebody had closed it by hand for good. */
const SWITCHED_OFF: Override = {
  state: 'closed',
  reason: '停止中 / Switched off',
  startsAt: new Date(0),
  until: null,
};

/** What an account's document is, checked once. */
type Document = { readonly rules: string | null } & (
  { readonly schedule: Schedule } | { readonly fault: 'missing' | 'broken' }
);

/** Tells whether accounts take new consultations. It fails closed-but-answered, never silently open or dead. */
@Injectable()
export class OpeningHoursService {
  readonly #logger = new Logger(OpeningHoursService.name);
  readonly #documents = new Map<string, Document>();
  /** What was logged last for an account: a fault is one line, however many callers write while it lasts. */
  readonly #logged = new Map<string, HoursFault>();

  constructor(private readonly clock: Clock) {}

  /** What the hours of these accounts say at this instant. */
  async now(tx: Queryable, accountIds: readonly string[]): Promise<ReadonlyMap<string, OpeningNow>> {
    const at = this.clock.now();
    const openings = await this.#told(tx, accountIds, at);
    for (const [accountId, { opening }] of openings) this.#log(accountId, opening.fault);
    return new Map([...openings].map(([id, { opening, row }]) => [id, heldBack(opening, row, at)]));
  }

  /**
   * What the hours of these accounts say at any instant, by what is known now. That enough people are there is taken for
   * granted.
   * @param supposed what would be decided by hand besides, newest first
   */
  async at(
    tx: Queryable,
    accountIds: readonly string[],
    at: Date,
    supposed: readonly Override[] = [],
  ): Promise<ReadonlyMap<string, OpeningNow>> {
    const openings = await this.#told(tx, accountIds, at, supposed);
    return new Map([...openings].map(([id, { opening }]) => [id, opening]));
  }

  async #told(
    tx: Queryable,
    accountIds: readonly string[],
    at: Date,
    supposed: readonly Override[] = [],
  ): Promise<Map<string, { readonly opening: OpeningNow; readonly row: Row | undefined }>> {
    const rows = new Map((await this.#read(tx, accountIds, at)).map((row) => [row.accountId, row]));
    return new Map(
      accountIds.map((id) => {
        const row = rows.get(id);
        return [id, { opening: this.#evaluate(id, row, at, supposed), row }];
      }),
    );
  }

  /** The next days of an account, today first; null where its hours can't be told. */
  async calendar(tx: Queryable, accountId: string, days: number): Promise<CalendarDay[] | null> {
    const at = this.clock.now();
    const [row] = await this.#read(tx, [accountId], at);
    const document = this.#document(accountId, row?.rules ?? null);
    if (!('schedule' in document) || faultOf(document, at) !== null) return null;
    return calendarOf(document.schedule, at, days, overridesOf(row));
  }

  /** When an account is open between two instants, as planned and as decided by hand; none where its hours can't be told. */
  async spans(tx: Queryable, accountId: string, from: Date, to: Date): Promise<OpeningSpan[]> {
    const [row] = await this.#read(tx, [accountId], from);
    const document = this.#document(accountId, row?.rules ?? null);
    if (!('schedule' in document) || faultOf(document, from) !== null) return [];
    return spansOf(document.schedule, from, to, overridesOf(row));
  }

  /**
   * What another schedule would make of the next days, and of now. What was decided by hand stays; of an account that is
   * switched off, the days are told as they will be once it runs: hours are decided before that.
   */
  async compare(tx: Queryable, accountId: string, schedule: Schedule, days: number): Promise<Comparison> {
    const at = this.clock.now();
    const [row] = await this.#read(tx, [accountId], at);
    const overrides = decidedByHand(row);
    const [before, after] = [this.#document(accountId, row?.rules ?? null), { rules: null, schedule }];
    const holidaysUnknown = faultOf(after, at) !== null;
    const then = holidaysUnknown
      ? openingWithoutHours('holidays-unknown', at, overrides)
      : openingAt(schedule, at, overrides);
    const told = { ...then, fault: holidaysUnknown ? ('holidays-unknown' as const) : null, held: false };
    const { state } = heldBack(this.#evaluate(accountId, row, at, []), row, at);
    const isTold = 'schedule' in before && faultOf(before, at) === null;
    return {
      // One that is switched off takes nobody, whatever its hours say.
      now: { before: state, after: row?.active === false ? state : heldBack(told, row, at).state },
      nextOpensAt: then.nextOpensAt,
      holidaysUnknown,
      days: holidaysUnknown ? [] : calendarOf(schedule, at, days, overrides),
      before: isTold ? calendarOf(before.schedule, at, days, overrides) : null,
    };
  }

  /** The schedule of an account; null where there is none, or it can't be read. */
  async schedule(tx: Queryable, accountId: string): Promise<Schedule | null> {
    const [row] = await this.#read(tx, [accountId], this.clock.now());
    const document = this.#document(accountId, row?.rules ?? null);
    return 'schedule' in document ? document.schedule : null;
  }

  /** Replaces the hours of an account. */
  async save(tx: Transaction, accountId: string, schedule: Schedule): Promise<void> {
    await tx.query(
      `INSERT INTO opening_schedule (account_id, rules) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET rules = $2`,
      [accountId, JSON.stringify(schedule)],
    );
  }

  #read(tx: Queryable, accountIds: readonly string[], at: Date): Promise<Row[]> {
    return tx.query<Row>(
      `SELECT account.id AS "accountId", active, staffed_at AS "staffedAt",
         CASE WHEN (settings->'staffing'->>'hold')::boolean
           THEN coalesce((settings->'staffing'->>'minimum')::int, 2) END AS "waitsFor",
         (SELECT rules::text FROM opening_schedule WHERE account_id = account.id) AS rules,
         (SELECT coalesce(json_agg(json_build_object('state', state, 'reason', reason, 'startsAt', starts_at,
             'until', least(until, undone_at)) ORDER BY id DESC), '[]')
          FROM opening_override WHERE account_id = account.id AND coalesce(least(until, undone_at) > $2, true)
         ) AS overrides
       FROM account WHERE id = ANY($1)`,
      [accountIds, at],
    );
  }

  #evaluate(accountId: string, row: Row | undefined, at: Date, supposed: readonly Override[]): OpeningNow {
    const document = this.#document(accountId, row?.rules ?? null);
    // Of one that is switched off nobody needs to know more.
    const isOff = row?.active === false;
    const fault = isOff ? null : faultOf(document, at);
    const overrides = [...(isOff ? [] : supposed), ...overridesOf(row)];
    if ('schedule' in document && fault === null)
      return { ...openingAt(document.schedule, at, overrides), fault, held: false };
    return { ...openingWithoutHours(fault ?? 'missing', at, overrides), fault, held: false };
  }

  #document(accountId: string, rules: string | null): Document {
    const known = this.#documents.get(accountId);
    if (known !== undefined && known.rules === rules) return known;
    const document = documentOf(rules);
    this.#documents.set(accountId, document);
    return document;
  }

  #log(accountId: string, fault: HoursFault | null): void {
    if ((this.#logged.get(accountId) ?? null) === fault) return;
    if (fault === null) {
      this.#logged.delete(accountId);
      this.#logger.warn(`the opening hours of ${accountId} are mended`);
    } else {
      this.#logged.set(accountId, fault);
      this.#logger.error(`the opening hours of ${accountId} are ${fault}: callers get the emergency text`);
    }
  }
}

/**
 * An opening that waits for people counts as closed until they were there. Once it has begun it goes on, however few stay;
 * what somebody opened by hand waits for nobody.
 */
function heldBack(opening: OpeningNow, row: Row | undefined, at: Date): OpeningNow {
  const { openedAt, explain } = opening;
  if (openedAt === null || explain.rule.kind === 'emergency') return opening;
  const { waitsFor = null, staffedAt = null } = row ?? {};
  if (waitsFor === null) return opening;
  // One that began longer ago than can be told looks as if it began later each day.
  const isEndless = at.getTime() - openedAt.getTime() >= LOOK_BACK_DAYS * 86_400_000;
  if (staffedAt !== null && (staffedAt >= openedAt || isEndless)) return opening;
  return {
    ...opening,
    state: 'closed',
    openedAt: null,
    // What comes next is this one, as soon as people are there: nobody can say when.
    nextOpensAt: null,
    lines: null,
    held: true,
    explain: { ...explain, rule: { kind: 'staffing', minimum: waitsFor } },
  };
}

function documentOf(rules: string | null): Document {
  if (rules === null) return { rules, fault: 'missing' };
  const parsed = scheduleSchema.safeParse(JSON.parse(rules));
  return parsed.success ? { rules, schedule: parsed.data } : { rules, fault: 'broken' };
}

/** A schedule that asks whether a day is a holiday can't be told for years whose holidays nobody knows. */
function faultOf(document: Document, at: Date): HoursFault | null {
  if ('fault' in document) return document.fault;
  const unknown = dependsOnHolidays(document.schedule) && tokyoDate(at).year > lastHolidayYear;
  return unknown ? 'holidays-unknown' : null;
}

function overridesOf(row: Row | undefined): Override[] {
  return row?.active === false ? [SWITCHED_OFF] : decidedByHand(row);
}

function decidedByHand(row: Row | undefined): Override[] {
  return (row?.overrides ?? []).map(({ state, reason, startsAt, until }) => ({
    state,
    reason,
    startsAt: new Date(startsAt),
    until: until === null ? null : new Date(until),
  }));
}

export function openingView(opening: OpeningNow): OpeningView {
  const { state, hoursToday, explain } = opening;
  const { rule } = explain;
  return {
    state,
    hoursToday,
    nextChangeAt: opening.nextChangeAt?.toISOString() ?? null,
    emergency:
      rule.kind === 'emergency' ? { state: rule.state, reason: rule.reason, until: rule.until } : null,
  };
}
