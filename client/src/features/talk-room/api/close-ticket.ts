import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type TicketSummary, ticketSummarySchema } from '../../../shared/contract.js';
import { deskKey, talkRoomKey } from '../../../shared/live/query-keys.js';

function closeTicket(ticketId: string): Promise<TicketSummary> {
  return request(ticketSummarySchema, `/api/tickets/${ticketId}/close`, { method: 'POST', body: {} });
}

export function useCloseTicket(ticketId: string): UseMutationResult<TicketSummary, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => closeTicket(ticketId),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: deskKey });
      void queryClient.invalidateQueries({ queryKey: talkRoomKey(ticketId) });
    },
  });
}
