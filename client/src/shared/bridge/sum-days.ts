import { type AccountToday, type Flow, type Quarter } from '../contract.js';

/** Several accounts as one. */
export interface DaySum {
  readonly quarters: readonly Quarter[];
  readonly total: Flow;
}

const counted = [
  'arrivals',
  'outOfHours',
  'taken',
  'takenInTime',
  'closed',
  'abandoned',
  'atRisk',
  'answers',
  'answersInTime',
] as const satisfies (keyof Flow)[];

function longest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}

function addFlow(one: Flow, other: Flow): Flow {
  const sum: Flow = { ...one, longestWait: longest(one.longestWait, other.longestWait) };
  for (const figure of counted) sum[figure] += other[figure];
  return sum;
}

/** Adds days up; of the longest waits, the longest. Days that were read a moment apart may differ by a quarter. */
export function sumDays(days: readonly AccountToday[]): DaySum | null {
  const [first, ...rest] = days;
  if (first === undefined) return null;
  return rest.reduce<DaySum>(
    (sum, day) => ({
      total: addFlow(sum.total, day.total),
      quarters: Array.from({ length: Math.max(sum.quarters.length, day.quarters.length) }, (_, index) => {
        const [one, other] = [sum.quarters[index], day.quarters[index]];
        if (one === undefined || other === undefined) return (one ?? other) as Quarter;
        return { ...addFlow(one, other), waiting: one.waiting + other.waiting };
      }),
    }),
    { quarters: first.quarters, total: first.total },
  );
}

/** How many of a hundred; null where there is nothing to compare. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((100 * part) / whole);
}
