import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type TicketSummary, ticketSummarySchema } from '../../../shared/contract.js';
import { deskKey } from '../../../shared/live/query-keys.js';

function takeTicket(ticketId: string): Promise<TicketSummary> {
  return request(ticketSummarySchema, `/api/tickets/${ticketId}/take`, { method: 'POST', body: {} });
}

/** Names the takes that are under way. */
export const takeTicketKey = ['take-ticket'] as const;

export function useTakeTicket(
  onTaken: (ticketId: string) => void,
): UseMutationResult<TicketSummary, Error, string> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: takeTicketKey,
    mutationFn: takeTicket,
    onSuccess: (ticket) => onTaken(ticket.id),
    // The answer carries no event id, so the desk is asked again instead of being patched; after a refusal too,
    // because then this desk was behind.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: deskKey }),
  });
}
