import { Temporal } from 'temporal-polyfill';

export const periods = ['week', 'month', 'quarter', 'year', 'other'] as const;
export type PeriodName = (typeof periods)[number];

const lengths = {
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
} as const;

/** First day of a period that ends today. */
export function firstOf(period: Exclude<PeriodName, 'other'>, today: string): string {
  return Temporal.PlainDate.from(today).subtract(lengths[period]).add({ days: 1 }).toString();
}
