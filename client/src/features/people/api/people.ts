import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { type NewPerson, type PersonChange } from '../../../shared/administration-contract.js';
import { request, requestNothing } from '../../../shared/api/request.js';
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

/** The variable is the version of the person that was seen. */
export function useVouch(staffId: string): UseMutationResult<PeopleView, Error, number> {
  const verified = useVerified();
  return useChange((version: number) =>
    verified(() => request(peopleViewSchema, path(staffId, 'vouch'), { method: 'POST', body: { version } })),
  );
}

export function useEndSessions(staffId: string): UseMutationResult<PeopleView, Error, void> {
  return useChange(() => request(peopleViewSchema, path(staffId, 'sessions'), { method: 'DELETE' }));
}

/** @param staffId null: somebody new */
export function useSavePerson(
  staffId: string | null,
): UseMutationResult<void, Error, NewPerson | PersonChange> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: (body) =>
      verified(() =>
        requestNothing(staffId === null ? '/api/people' : `/api/people/${staffId}`, {
          method: staffId === null ? 'POST' : 'PUT',
          body,
        }),
      ),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
}

export function useSetPersonActive(
  staffId: string,
  way: 'activate' | 'deactivate',
): UseMutationResult<PeopleView, Error, number> {
  const verified = useVerified();
  return useChange((version: number) =>
    verified(() => request(peopleViewSchema, path(staffId, way), { method: 'POST', body: { version } })),
  );
}
