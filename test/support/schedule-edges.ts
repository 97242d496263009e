import { describe, expect, it } from '@jest/globals';
import { openingAt } from '../../src/opening-hours/opening-hours.js';
import { scheduleSchema } from '../../src/contract/schedule.js';

export const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** At an instant: the state, and when it changes next (null: it never does). */
type Edge = [at: string, state: 'open' | 'last' | 'closed', nextChange: string | null];

/** Hours that a real line had, and what they mean around every moment at which something changes. */
export interface SeenSchedule {
  readonly name: string;
  readonly rules: unknown;
  readonly edges: readonly Edge[];
}

const jst = (text: string) => new Date(`${text}+09:00`);

export function checkEdges(rows: readonly SeenSchedule[]): void {
  describe.each(rows)('$name', ({ rules, edges }) => {
    const schedule = scheduleSchema.parse(rules);

    it.each(edges)('at %s it is %s until %s', (at, state, nextChange) => {
      const opening = openingAt(schedule, jst(at));
      expect(opening.state).toBe(state === 'last' ? 'last-acceptance-passed' : state);
      expect(opening.nextChangeAt).toEqual(nextChange === null ? null : jst(nextChange));
    });
  });
}
