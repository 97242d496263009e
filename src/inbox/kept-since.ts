import { SET_ASIDE_DAYS } from '../contract/desk.js';

const DAY_MS = 86_400_000;

/**
 * Input that came before this instant is kept no longer. Real time, as receipt is noted: a demo's clock that jumps must
 * not destroy what nobody has read yet.
 */
export function keptSince(): Date {
  return new Date(Date.now() - SET_ASIDE_DAYS * DAY_MS);
}

/** The instant from which input that came then is kept no longer. */
export function keptUntil(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + SET_ASIDE_DAYS * DAY_MS);
}
