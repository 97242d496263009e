import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../shared/api/request.js';
import { type StandingView, standingViewSchema } from '../../../shared/contract.js';
import { useLive } from '../../../shared/live/live-context.js';
import { standingKey } from '../../../shared/live/query-keys.js';

/** What people decided about a ticket, newest first; asked for again when the ticket changes. */
export function useStanding(ticketId: string): UseQueryResult<StandingView> {
  const live = useLive();
  const queryClient = useQueryClient();
  useEffect(
    () =>
      live.onEvent((event) => {
        if (event.type === 'ticket.changed' && event.ticket.id === ticketId)
          void queryClient.invalidateQueries({ queryKey: standingKey(ticketId) });
      }),
    [live, queryClient, ticketId],
  );
  return useQuery({
    queryKey: standingKey(ticketId),
    queryFn: ({ signal }) =>
      request(standingViewSchema, `/api/tickets/${encodeURIComponent(ticketId)}/standing`, { signal }),
  });
}
