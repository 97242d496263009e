import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type BrokenGlasses,
  brokenGlassesSchema,
  type FoundTicket,
  foundTicketSchema,
} from '../../../shared/contract.js';
import { newestAnswer } from '../../../shared/live/newest-answer.js';
import { glassesKey } from '../../../shared/live/query-keys.js';
import { useVerified } from '../../../shared/verification/verification-context.js';

/** Who reads what isn't theirs; events say when to ask again. */
export function useGlasses(): UseQueryResult<BrokenGlasses> {
  return useQuery({
    queryKey: glassesKey,
    queryFn: ({ signal }) => request(brokenGlassesSchema, '/api/glasses', { signal }),
  });
}

/** Which ticket a number means; null: none is asked for yet. */
export function useFoundTicket(account: string, number: number | null): UseQueryResult<FoundTicket> {
  return useQuery({
    queryKey: ['found-ticket', account, number],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ account, number: String(number) });
      return request(foundTicketSchema, `/api/glasses/ticket?${query.toString()}`, { signal });
    },
    enabled: number !== null,
    retry: false,
    gcTime: 0,
  });
}

interface BreakRequest {
  readonly ticketId: string;
  readonly reason: string;
}

export function useBreakGlass(): UseMutationResult<BrokenGlasses, Error, BreakRequest> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: ({ ticketId, reason }) =>
      verified(() =>
        request(brokenGlassesSchema, `/api/tickets/${ticketId}/glass`, { method: 'POST', body: { reason } }),
      ),
    ...newestAnswer<BrokenGlasses, BreakRequest>(queryClient, glassesKey),
  });
}

export function useGlassStep(
  glassId: string,
  step: 'end' | 'seen',
): UseMutationResult<BrokenGlasses, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request(brokenGlassesSchema, `/api/glasses/${glassId}/${step}`, { method: 'POST', body: {} }),
    ...newestAnswer<BrokenGlasses, void>(queryClient, glassesKey),
  });
}
