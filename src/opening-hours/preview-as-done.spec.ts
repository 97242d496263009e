import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weekdays } from '../contract/opening.js';
import { scheduleSchema } from '../contract/schedule.js';
import { type Queryable } from '../database/transaction.js';
import { calendarOf } from './calendar.js';
import { OpeningHoursService } from './opening-hours.service.js';
import { changedDates } from './schedule-warnings.js';
import { startOfDay, tokyoDate } from './tokyo.js';

const NOW = new Date('2026-11-25T20:00:00+09:00');
const TODAY = tokyoDate(NOW);
const DAYS = 14;
const MINUTE_MS = 60_000;

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const interval = fc
  .tuple(
    fc.integer({ min: 0, max: 95 }),
    fc.integer({ min: 1, max: 96 }),
    fc.option(fc.integer({ min: 1, max: 96 })),
  )
  .map(([opens, length, last]) => ({
    opens: time(opens * 15),
    closes: time((opens + length) * 15),
    ...(last === null || last > length ? {} : { lastAcceptance: time((opens + last) * 15) }),
  }));
const weekly = fc.array(
  fc
    .tuple(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), interval)
    .map(([days, span]) => ({ days, ...span })),
  { minLength: 1, maxLength: 4 },
);
const date = fc.integer({ min: -1, max: DAYS }).map((days) => TODAY.add({ days }).toString());
const schedules = fc
  .record({
    weekly,
    holidays: fc.oneof(
      fc.constantFrom('closed', 'as-weekday'),
      fc.array(interval, { minLength: 1, maxLength: 2 }).map((intervals) => ({ intervals })),
    ),
    closedYearly: fc.constantFrom([], [{ from: '11-28', to: '12-01' }]),
    dates: fc.uniqueArray(
      fc
        .tuple(date, fc.option(interval))
        .map(([day, span]) =>
          span === null ? { date: day, closed: true } : { date: day, intervals: [span] },
        ),
      { maxLength: 3, selector: (entry) => entry.date },
    ),
  })
  .map((rules) => scheduleSchema.parse(rules));

const hours = new OpeningHoursService({ now: () => NOW, fromRealTime: (at) => new Date(at) });
/** An account that has these hours saved, and nobody who decided anything by hand. */
const saved = (rules: unknown): Queryable => ({
  query: <Row>() =>
    Promise.resolve([
      { accountId: 'a', rules: JSON.stringify(rules), waitsFor: null, staffedAt: null, overrides: [] } as Row,
    ]),
});

describe("the preview of an account's hours", () => {
  it('is what the line then does, at every minute of every day', async () => {
    const minute = fc.integer({ min: 0, max: DAYS * 1440 - 1 });
    await fc.assert(
      fc.asyncProperty(
        schedules,
        schedules,
        fc.array(minute, { minLength: 20 }),
        async (old, next, minutes) => {
          const preview = await hours.compare(saved(old), 'a', next, DAYS);
          for (const place of minutes) {
            const at = new Date(startOfDay(TODAY) + place * MINUTE_MS);
            const { state, hoursToday: _hours } = (await hours.at(saved(next), ['a'], at)).get('a') ?? {};
            const bar = preview.days[Math.floor(place / 1440)]?.bars.find(
              ({ from, to }) => from <= place % 1440 && place % 1440 < to,
            );
            expect(bar?.state ?? 'closed').toBe(state);
          }
          expect(preview.now.after).toBe((await hours.now(saved(next), ['a'])).get('a')?.state);
          expect(preview.now.before).toBe((await hours.now(saved(old), ['a'])).get('a')?.state);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names exactly the days on which something would be different', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, schedules, async (old, next) => {
        const comparison = await hours.compare(saved(old), 'a', next, DAYS);
        const bars = (schedule: typeof old) =>
          calendarOf(schedule, NOW, DAYS, []).map((day) =>
            JSON.stringify([
              day.intervals,
              day.bars.map(({ from, to, state, lines }) => [from, to, state, lines]),
            ]),
          );
        const [before, after] = [bars(old), bars(next)];
        const differing = comparison.days.flatMap(({ date: day }, index) =>
          before[index] === after[index] ? [] : [day],
        );
        expect(changedDates(comparison)).toEqual(differing);
        expect(changedDates(await hours.compare(saved(old), 'a', old, DAYS))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
