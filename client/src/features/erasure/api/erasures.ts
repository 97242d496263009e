import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type Certificate,
  certificateSchema,
  type ErasuresView,
  erasuresViewSchema,
  type FindCallerQuery,
  type FoundCaller,
  foundCallerSchema,
  type NameCaller,
} from '../../../shared/contract.js';
import { useVerified } from '../../../shared/verification/verification-context.js';

const erasuresKey = ['erasures'] as const;
/** An administrator has no live connection: this is asked for again and again while it is on the screen. */
const everyMs = 5000;

export function useErasures(): UseQueryResult<ErasuresView> {
  return useQuery({
    queryKey: erasuresKey,
    queryFn: ({ signal }) => request(erasuresViewSchema, '/api/erasures', { signal }),
    refetchInterval: everyMs,
  });
}

export function useCertificate(id: string): UseQueryResult<Certificate> {
  return useQuery({
    queryKey: [...erasuresKey, id],
    queryFn: ({ signal }) => request(certificateSchema, `/api/erasures/${id}/certificate`, { signal }),
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useChange<Variables>(
  path: (given: Variables) => string,
  body: (given: Variables) => object | undefined,
  method: 'POST' | 'DELETE' = 'POST',
): UseMutationResult<ErasuresView, Error, Variables> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: (given: Variables) =>
      verified(() => {
        const content = body(given);
        return request(erasuresViewSchema, path(given), {
          method,
          ...(content === undefined ? {} : { body: content }),
        });
      }),
    onSuccess: (view) => queryClient.setQueryData(erasuresKey, view),
    onError: () => void queryClient.invalidateQueries({ queryKey: erasuresKey }),
  });
}

export function useDecide(
  id: string,
  decision: 'confirm' | 'decline',
): UseMutationResult<ErasuresView, Error, string> {
  return useChange(
    () => `/api/erasures/${id}/${decision}`,
    (reason) => ({ reason }),
  );
}

/** Whom a ticket's number means: asked for each time, since each look leaves a trace and says what stands now. */
export function useFindCaller(): UseMutationResult<FoundCaller, Error, FindCallerQuery> {
  return useMutation({
    mutationFn: ({ accountId, ticketNumber }) => {
      const query = new URLSearchParams({ accountId, ticketNumber: String(ticketNumber) });
      return request(foundCallerSchema, `/api/erasures/caller?${query.toString()}`);
    },
  });
}

/** @param what erases a caller without their wish, or holds what they said against erasing */
export function useNameCaller(what: 'erase' | 'hold'): UseMutationResult<ErasuresView, Error, NameCaller> {
  return useChange(
    () => (what === 'erase' ? '/api/erasures' : '/api/erasures/holds'),
    (given) => given,
  );
}

export function useRelease(callerId: string): UseMutationResult<ErasuresView, Error, void> {
  return useChange(
    () => `/api/erasures/holds/${callerId}`,
    () => undefined,
    'DELETE',
  );
}
