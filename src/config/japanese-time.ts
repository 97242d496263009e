import { Temporal } from 'temporal-polyfill';

/** An instant as people say it in Japan, for example `11月24日（火）8:30`. */
export function describeInstant(instant: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('Asia/Tokyo');
  const weekday = '月火水木金土日'[local.dayOfWeek - 1] ?? '';
  return `${local.month}月${local.day}日（${weekday}）${local.hour}:${String(local.minute).padStart(2, '0')}`;
}
