import { nextDayAt } from '../config/japanese-time.js';

/** Before this hour of the next day in Japan nobody gets the message that they did not ask for. */
const MORNING_HOUR = 9;

/** From when on somebody who left the line may get the one message afterwards. */
export function followUpFrom(since: Date): Date {
  return nextDayAt(MORNING_HOUR, since);
}
