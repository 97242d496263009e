import { Temporal } from 'temporal-polyfill';
import { type AccountAlarmKind } from '../contract/account.js';

/** The alarms about the month's messages; at most one of them is raised. */
export const quotaAlarms = ['quota-80', 'quota-95', 'quota-used-up'] as const satisfies AccountAlarmKind[];

/** Which alarm so many of the month's messages call for. */
export function quotaAlarm({
  limit,
  used,
}: {
  readonly limit: number | null;
  readonly used: number;
}): (typeof quotaAlarms)[number] | undefined {
  if (limit === null) return undefined;
  if (used >= limit) return 'quota-used-up';
  // In whole numbers: 19 of 20 is 95 %.
  if (used * 100 >= limit * 95) return 'quota-95';
  if (used * 100 >= limit * 80) return 'quota-80';
  return undefined;
}

/** When LINE counts anew: the first day of the next month in Japan. Real time. */
export function nextMonth(now: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Asia/Tokyo');
  const first = local.toPlainDate().with({ day: 1 }).add({ months: 1 });
  return new Date(first.toZonedDateTime('Asia/Tokyo').epochMilliseconds);
}
