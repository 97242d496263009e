import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../shared/api/request.js';
import { type TicketAlarm, type UnmaskingsView, unmaskingsViewSchema } from '../../shared/contract.js';

/** Why a ticket's caller was unmasked; asked again with each notice of it. */
export function useUnmaskings(ticketId: string, alarm: TicketAlarm): UseQueryResult<UnmaskingsView> {
  const causers = alarm.causedBy.map(({ id }) => id);
  return useQuery({
    queryKey: ['unmaskings', ticketId, alarm.raisedAt, causers],
    queryFn: ({ signal }) => request(unmaskingsViewSchema, `/api/tickets/${ticketId}/unmaskings`, { signal }),
    gcTime: 0,
  });
}
