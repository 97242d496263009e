import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { type TicketSummary, ticketSummarySchema } from '../contract.js';
import { deskKey } from '../live/query-keys.js';

export interface Take {
  readonly ticketId: string;
  /** Why it is taken before its turn. */
  readonly reason?: string;
}

function takeTicket({ ticketId, reason }: Take): Promise<TicketSummary> {
  const body = reason === undefined ? {} : { reason };
  return request(ticketSummarySchema, `/api/tickets/${ticketId}/take`, { method: 'POST', body });
}

/** Names the takes that are under way. */
export const takeTicketKey = ['take-ticket'] as const;

export type TakeMutation = UseMutationResult<TicketSummary, Error, Take>;

export function useTakeTicket(onTaken: (ticketId: string) => void): TakeMutation {
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
