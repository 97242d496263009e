import { type DeliveryReason, type DeliveryView } from '../../shared/contract.js';

export type DeliveryLook = DeliveryView['state'] | 'retrying' | 'held' | 'unknown';

/** Nothing is tried until somebody has put these right. */
const holding: ReadonlySet<DeliveryReason | null> = new Set(['month-limit', 'token-refused']);

/** What can be said of a delivery, which is not more than what we know. */
export function deliveryLook({
  state,
  reason,
  mayHaveArrived,
}: Pick<DeliveryView, 'state' | 'reason' | 'mayHaveArrived'>): DeliveryLook {
  if (state === 'waiting' && holding.has(reason)) return 'held';
  // The first attempt counts from its start; a reason is there only after one that failed.
  if (state === 'waiting' && reason !== null) return 'retrying';
  // LINE may have taken an attempt whose answer never came.
  const isOpen = mayHaveArrived || reason === 'expired' || reason === 'outcome-unknown';
  if (state === 'failed' && isOpen) return 'unknown';
  return state;
}

/** A person may send it once more, if the caller can be reached: it ended for good, with something left to send. */
export function mayBeSentAgain({ state, reason }: Pick<DeliveryView, 'state' | 'reason'>): boolean {
  return state === 'unreachable' || (state === 'failed' && reason !== 'nothing-to-send');
}
