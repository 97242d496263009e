import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type CategoryChoice,
  categoryChoiceSchema,
  type TicketSummary,
  ticketSummarySchema,
} from '../../../shared/contract.js';
import { deskKey, talkRoomKey, ticketContentKey } from '../../../shared/live/query-keys.js';
import { useSeenThrough } from '../../../shared/live/use-seen-through.js';

const addressOf = (ticketId: string): string => `/api/tickets/${encodeURIComponent(ticketId)}`;

/** The category: null: nobody says what it was about. */
export function useCloseTicket(ticketId: string): UseMutationResult<TicketSummary, Error, string | null> {
  const queryClient = useQueryClient();
  const seenThrough = useSeenThrough(ticketId);
  return useMutation({
    mutationFn: (categoryId) =>
      request(ticketSummarySchema, `${addressOf(ticketId)}/close`, {
        method: 'POST',
        body: { categoryId, seenThrough: seenThrough() },
      }),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: deskKey });
      void queryClient.invalidateQueries({ queryKey: talkRoomKey(ticketId) });
    },
  });
}

/** What the consultation may be said to have been about. */
export function useCategories(ticketId: string, isEnabled: boolean): UseQueryResult<CategoryChoice> {
  return useQuery({
    queryKey: ticketContentKey('categories', ticketId),
    queryFn: ({ signal }) => request(categoryChoiceSchema, `${addressOf(ticketId)}/categories`, { signal }),
    enabled: isEnabled,
  });
}
