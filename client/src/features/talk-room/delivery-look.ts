import { type DeliveryView } from '../../shared/contract.js';

export type DeliveryLook = DeliveryView['state'] | 'retrying' | 'unknown';

/** What can be said of a delivery, which is not more than what we know. */
export function deliveryLook({ state, reason }: Pick<DeliveryView, 'state' | 'reason'>): DeliveryLook {
  // The first attempt counts from its start; a reason is there only after one that failed.
  if (state === 'waiting' && reason !== null) return 'retrying';
  // LINE may have taken an attempt whose answer never came.
  if (state === 'failed' && reason === 'expired') return 'unknown';
  return state;
}
