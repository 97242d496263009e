import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { requestNothing } from '../../../shared/api/request.js';
import { type TicketSummary } from '../../../shared/contract.js';
import { deskKey } from '../../../shared/live/query-keys.js';

export interface OfferAnswer {
  readonly ticket: TicketSummary;
  readonly answer: 'accept' | 'decline';
}

export function useAnswerOffer(): UseMutationResult<void, Error, OfferAnswer> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ ticket, answer }: OfferAnswer) =>
      requestNothing(`/api/tickets/${ticket.id}/offer/${answer}`, { method: 'POST', body: {} }),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: deskKey }),
  });
}
