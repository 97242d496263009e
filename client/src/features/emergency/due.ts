import { splitAge } from '../../shared/format/age.js';

export interface Due {
  readonly isLate: boolean;
  readonly age: ReturnType<typeof splitAge>;
}

/** How long until something is due, or how long it has been late. */
export function dueIn(dueAt: string, now: number): Due {
  const left = Date.parse(dueAt) - now;
  return { isLate: left <= 0, age: splitAge(Math.abs(left)) };
}
