import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type PeopleView,
  peopleViewSchema,
  type SignInLink,
  signInLinkSchema,
} from '../../../shared/contract.js';
import { useVerified } from '../../../shared/verification/verification-context.js';

const peopleKey = ['people'] as const;
/** An administrator has no live connection: this is asked for again and again while it is on the screen. */
const everyMs = 5000;

export function usePeople(): UseQueryResult<PeopleView> {
  return useQuery({
    queryKey: peopleKey,
    queryFn: ({ signal }) => request(peopleViewSchema, '/api/people', { signal }),
    refetchInterval: everyMs,
  });
}

const path = (staffId: string, action: string): string => `/api/people/${staffId}/${action}`;

/** @param way a first link, or the confirmation of a recovery, which gives one as well */
export function useMakeLink(
  staffId: string,
  way: 'link' | 'recovery/confirm',
): UseMutationResult<SignInLink, Error, void> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: () =>
      verified(() => request(signInLinkSchema, path(staffId, way), { method: 'POST', body: {} })),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
}

function useChange<Variables>(
  change: (variables: Variables) => Promise<PeopleView>,
): UseMutationResult<PeopleView, Error, Variables> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (view) => queryClient.setQueryData(peopleKey, view),
    onError: () => void queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
}

export function useOpenRecovery(staffId: string): UseMutationResult<PeopleView, Error, string> {
  const verified = useVerified();
  return useChange((reason: string) =>
    verified(() =>
      request(peopleViewSchema, path(staffId, 'recovery'), { method: 'POST', body: { reason } }),
    ),
  );
}

export function useCancelRecovery(staffId: string): UseMutationResult<PeopleView, Error, void> {
  return useChange(() => request(peopleViewSchema, path(staffId, 'recovery'), { method: 'DELETE' }));
}

export function useEndSessions(staffId: string): UseMutationResult<PeopleView, Error, void> {
  return useChange(() => request(peopleViewSchema, path(staffId, 'sessions'), { method: 'DELETE' }));
}
