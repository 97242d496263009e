import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type CannedTextsView, cannedTextsViewSchema } from '../../../shared/contract.js';
import { ticketContentKey } from '../../../shared/live/query-keys.js';

/** They name hours, which change: what is older is asked for again. */
const freshMs = 60_000;

export function useCannedTexts(ticketId: string, isEnabled: boolean): UseQueryResult<CannedTextsView> {
  return useQuery({
    queryKey: ticketContentKey('canned-texts', ticketId),
    queryFn: ({ signal }) =>
      request(cannedTextsViewSchema, `/api/tickets/${encodeURIComponent(ticketId)}/canned-texts`, { signal }),
    enabled: isEnabled,
    staleTime: freshMs,
  });
}
