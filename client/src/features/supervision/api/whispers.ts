import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../shared/api/request.js';
import {
  type Consult,
  type ConsultView,
  consultViewSchema,
  messageViewSchema,
  type TicketSummary,
  ticketSummarySchema,
  type WhisperRequest,
} from '../../../shared/contract.js';

/** @param onSaid with the words; also where nobody shows the field any more */
export function useWhisper(ticketId: string, onSaid: (words: string) => void) {
  return useMutation({
    mutationFn: (body: WhisperRequest) =>
      request(messageViewSchema, `/api/tickets/${ticketId}/whispers`, { method: 'POST', body }),
    onSuccess: (_message, { text }) => onSaid(text),
  });
}

/** Whispers that stand in an open talk on a screen that is looked at have been seen. */
export function useWhispersSeen(ticket: TicketSummary, unseen: number): void {
  const { id } = ticket;
  const { mutate } = useMutation({
    mutationFn: () =>
      request(ticketSummarySchema, `/api/tickets/${id}/whispers/seen`, { method: 'POST', body: {} }),
  });
  useEffect(() => {
    if (unseen === 0) return undefined;
    const look = (): void => {
      if (document.visibilityState === 'visible') mutate();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [mutate, id, unseen]);
}

/** Why a counselor calls; the words of one request never change. */
export function useConsultWords(ticketId: string, consult: Consult): UseQueryResult<ConsultView> {
  return useQuery({
    queryKey: ['consult', ticketId, consult.id],
    queryFn: ({ signal }) => request(consultViewSchema, `/api/tickets/${ticketId}/consult`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
