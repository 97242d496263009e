import { type HoursPreset } from '../../contract/administration.js';
import { type Schedule, scheduleSchema } from '../../contract/schedule.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const everyDay = [...weekdays, 'sat', 'sun'] as const;

/** Hours to begin with, as lines in Japan often have them. */
export const presetHours: Readonly<Record<HoursPreset, Schedule | null>> = {
  later: null,
  weekdays: scheduleSchema.parse({
    weekly: [{ days: [...weekdays], opens: '09:00', closes: '17:00' }],
    holidays: 'closed',
    closedYearly: [{ from: '12-29', to: '01-03' }],
  }),
  evenings: scheduleSchema.parse({
    weekly: [{ days: [...everyDay], opens: '17:00', closes: '22:30', lastAcceptance: '22:00' }],
    holidays: 'as-weekday',
  }),
  always: scheduleSchema.parse({
    weekly: [{ days: [...everyDay], opens: '00:00', closes: '24:00' }],
    holidays: 'as-weekday',
  }),
};
