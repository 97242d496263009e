import { inputOfInstant } from '../../../shared/format/input-time.js';

const hourMs = 3_600_000;

export const momentPresets = ['night', 'tomorrow'] as const;
export type MomentPreset = (typeof momentPresets)[number];

/** A moment that people ask about, as the field for date and time holds it. It always lies ahead. */
export function presetMoment(preset: MomentPreset, now: number): string {
  if (preset === 'tomorrow') return `${inputOfInstant(now + 24 * hourMs).slice(0, 10)}T12:00`;
  // The next three in the morning: today's while it is still to come.
  return `${inputOfInstant(now + 21 * hourMs).slice(0, 10)}T03:00`;
}
