import { Temporal } from 'temporal-polyfill';
import { QUARTER_MINUTES } from '../contract/statistics.js';

const ZONE = 'Asia/Tokyo';
const BEGINS_AT = 5;
const QUARTER_MS = QUARTER_MINUTES * 60_000;

export interface ServiceDay {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The day that is counted together: from five in the morning to five in the morning. An opening that goes on past
 * midnight belongs to the day on which it began, as its callers and counselors see it, and the hours of night work end
 * with it too.
 */
export function serviceDayOf(at: Date): ServiceDay {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);
  const date = local.hour < BEGINS_AT ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate();
  return { from: beginOf(date), to: beginOf(date.add({ days: 1 })) };
}

function beginOf(date: Temporal.PlainDate): Date {
  const plainTime = Temporal.PlainTime.from({ hour: BEGINS_AT });
  return new Date(date.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds);
}

/** Which quarter of an hour of its day an instant lies in, counted from 0. */
export function quarterOf({ from }: ServiceDay, at: Date): number {
  return Math.floor((at.getTime() - from.getTime()) / QUARTER_MS);
}
