import { type QueryClient } from '@tanstack/react-query';
import { type ConsoleEvent, type TalkRoomView, type TicketSummary } from '../contract.js';
import { type Viewer } from './apply-event.js';
import { talkRoomKey } from './query-keys.js';

/** While a ticket was somebody else's, nothing of its talk was heard here: what is kept of it has a gap. */
export function closeGap(queryClient: QueryClient, { staffId }: Viewer, event: ConsoleEvent): void {
  const isMine = (ticket: TicketSummary): boolean => ticket.assignedTo?.id === staffId;
  if (event.type !== 'ticket.changed' || !isMine(event.ticket)) return;
  const queryKey = talkRoomKey(event.ticket.id);
  const room = queryClient.getQueryData<TalkRoomView>(queryKey);
  if (room === undefined || isMine(room.ticket)) return;
  queryClient.removeQueries({ queryKey, type: 'inactive' });
  void queryClient.invalidateQueries({ queryKey });
}
