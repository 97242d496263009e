import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type TalkDaysView, talkDaysViewSchema } from '../../../shared/contract.js';

/** Asked for when somebody looks for a day; what is older than this is asked for again. */
const freshMs = 10_000;

export function useTalkDays(ticketId: string, isEnabled: boolean): UseQueryResult<TalkDaysView> {
  return useQuery({
    queryKey: ['talk-days', ticketId],
    queryFn: ({ signal }) =>
      request(talkDaysViewSchema, `/api/tickets/${encodeURIComponent(ticketId)}/days`, { signal }),
    enabled: isEnabled,
    staleTime: freshMs,
  });
}
