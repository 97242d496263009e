import { ApiError } from '../../shared/api/request.js';
import { type TicketSummary } from '../../shared/contract.js';

/** A take that the server answered with "not yet": what to offer instead. */
export interface OutOfTurn {
  readonly ticket: TicketSummary;
  /** `reason`: the person may, and says why. `first`: somebody else comes first. */
  readonly offers: 'reason' | 'first';
}

export function outOfTurn(ticket: TicketSummary, error: Error): OutOfTurn | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'reason_required') return { ticket, offers: 'reason' };
  return error.code === 'not_first_in_line' ? { ticket, offers: 'first' } : null;
}
