import { type TicketSummary } from '../../shared/contract.js';
import { isMuted } from '../../shared/tickets/is-muted.js';

/** Whether the one message afterwards may go now, as the server judges it. */
export type MessageState = 'ready' | 'muted' | 'sent' | 'blocked' | 'standby' | 'early';

type FollowedUp = Pick<TicketSummary, 'followUp' | 'callerReachable' | 'inStandby' | 'mutedUntil'>;

export function messageState(ticket: FollowedUp, now: number): MessageState {
  const { followUp, callerReachable, inStandby } = ticket;
  if (isMuted(ticket, now)) return 'muted';
  if (followUp !== null && followUp.message.sentAt !== null) return 'sent';
  if (!callerReachable) return 'blocked';
  if (inStandby) return 'standby';
  return followUp !== null && now < Date.parse(followUp.message.from) ? 'early' : 'ready';
}
