import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type Consult,
  type ConsultView,
  consultViewSchema,
  messageViewSchema,
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

/** Why a counselor calls; the words of one request never change. */
export function useConsultWords(ticketId: string, consult: Consult): UseQueryResult<ConsultView> {
  return useQuery({
    queryKey: ['consult', ticketId, consult.id],
    queryFn: ({ signal }) => request(consultViewSchema, `/api/tickets/${ticketId}/consult`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
