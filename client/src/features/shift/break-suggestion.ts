import { type ShiftView } from '../../shared/contract.js';

const minuteMs = 60_000;

/** For how many minutes somebody has worked without a break, where it is time for one; null while it isn't. */
export function suggestedAfter(
  { workingSince, breakAfterMinutes }: Pick<ShiftView, 'workingSince' | 'breakAfterMinutes'>,
  now: number,
): number | null {
  if (workingSince === null) return null;
  const minutes = Math.floor((now - Date.parse(workingSince)) / minuteMs);
  return minutes >= breakAfterMinutes ? minutes : null;
}
