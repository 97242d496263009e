import { type OverrideRequest } from '../../../shared/contract.js';
import { inputOfInstant, instantOfInput } from '../../../shared/format/input-time.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** The server takes no end that is further away. */
const longestMs = 366 * 24 * hourMs;

/** What stands in the form. */
export interface OverrideInput {
  readonly state: 'open' | 'closed';
  readonly reason: string;
  readonly ends: 'at' | 'never';
  /** As the field for date and time holds it. */
  readonly until: string;
}

export type OverrideFault = 'reasonMissing' | 'untilMissing' | 'untilPast' | 'untilFar';

/** Why the end can't be taken; null when it can. */
export function untilFault({ ends, until }: OverrideInput, now: number): OverrideFault | null {
  if (ends === 'never') return null;
  const instant = instantOfInput(until);
  if (instant === null) return 'untilMissing';
  const lastsMs = Date.parse(instant) - now;
  if (lastsMs <= 0) return 'untilPast';
  return lastsMs > longestMs ? 'untilFar' : null;
}

export function reasonFault({ reason }: OverrideInput): OverrideFault | null {
  return reason.trim() === '' ? 'reasonMissing' : null;
}

/** What is asked of the server; only where nothing is wrong. */
export function requestOf({ state, reason, ends, until }: OverrideInput): OverrideRequest {
  return { state, reason: reason.trim(), until: ends === 'never' ? null : instantOfInput(until) };
}

export const endPresets = ['oneHour', 'threeHours', 'midnight'] as const;
export type EndPreset = (typeof endPresets)[number];

/** An end that is often wanted, as the field for date and time holds it. */
export function presetEnd(preset: EndPreset, now: number): string {
  if (preset === 'midnight') return `${inputOfInstant(now + 24 * hourMs).slice(0, 10)}T00:00`;
  return inputOfInstant(now + (preset === 'oneHour' ? 1 : 3) * hourMs);
}
