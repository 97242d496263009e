import holidays from '@holiday-jp/holiday_jp';
import { Temporal } from 'temporal-polyfill';
import { timeZone } from '../../shared/format/time.js';

export const presets = ['weekdayMorning', 'weekdayEvening', 'saturdayNight'] as const;
export type Preset = (typeof presets)[number];

const saturday = 6;

/** A day on which offices are open: no weekend, no public holiday, not around New Year. */
function isWorkingDay(day: Temporal.PlainDate): boolean {
  const isNewYear = (day.month === 12 && day.day >= 29) || (day.month === 1 && day.day <= 3);
  const isHoliday = holidays.isHoliday(day.toString());
  return day.dayOfWeek < saturday && !isNewYear && !isHoliday;
}

const rules: Record<Preset, { time: string; fits: (day: Temporal.PlainDate) => boolean }> = {
  weekdayMorning: { time: '10:00', fits: isWorkingDay },
  weekdayEvening: { time: '19:00', fits: isWorkingDay },
  saturdayNight: { time: '03:00', fits: (day) => day.dayOfWeek === saturday },
};

/** The next instant after `now` that fits: the demo's clock better goes forward, as waiting people do. */
export function presetInstant(preset: Preset, now: number): string {
  const { time, fits } = rules[preset];
  const from = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  for (let day = from.toPlainDate(); ; day = day.add({ days: 1 })) {
    const instant = day.toZonedDateTime({ timeZone, plainTime: time }).toInstant();
    if (fits(day) && instant.epochMilliseconds > now) return instant.toString();
  }
}
