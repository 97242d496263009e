import { Temporal } from 'temporal-polyfill';

/** This hour of the day after, in Japan. */
export function nextDayAt(hour: number, since: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(since.getTime()).toZonedDateTimeISO('Asia/Tokyo');
  const morning = local
    .toPlainDate()
    .add({ days: 1 })
    .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: Temporal.PlainTime.from({ hour }) });
  return new Date(morning.epochMilliseconds);
}

/** An instant as people say it in Japan, for example `11月24日（火）8:30`. */
export function describeInstant(instant: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('Asia/Tokyo');
  const weekday = '月火水木金土日'[local.dayOfWeek - 1] ?? '';
  return `${local.month}月${local.day}日（${weekday}）${local.hour}:${String(local.minute).padStart(2, '0')}`;
}
