import { type TicketSummary } from '../../shared/contract.js';

/** Whether the one message afterwards may go now, as the server judges it. */
export type MessageState = 'ready' | 'muted' | 'sent' | 'blocked' | 'standby' | 'early';

type FollowedUp = Pick<TicketSummary, 'followUp' | 'callerReachable' | 'inStandby'>;

export function messageState(
  { followUp, callerReachable, inStandby }: FollowedUp,
  now: number,
): MessageState {
  if (followUp?.reason === 'muted') return 'muted';
  if (followUp !== null && followUp.message.sentAt !== null) return 'sent';
  if (!callerReachable) return 'blocked';
  if (inStandby) return 'standby';
  return followUp !== null && now < Date.parse(followUp.message.from) ? 'early' : 'ready';
}
