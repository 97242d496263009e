import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import {
  type AccountChange,
  type AccountDetail,
  accountDetailSchema,
  type AccountList,
  accountListSchema,
  type LineChange,
  type LineCheckView,
  lineCheckViewSchema,
  type NewAccount,
  type TestSent,
  testSentSchema,
  type TestView,
  testViewSchema,
} from '../../../shared/administration-contract.js';
import { request } from '../../../shared/api/request.js';
import { administrationKey } from '../../../shared/live/query-keys.js';
import { useVerified } from '../../../shared/verification/verification-context.js';

/** An administrator has no live connection: what is on the screen is asked for again and again. */
const everyMs = 5000;
/** While somebody writes the code on their telephone. */
const soonMs = 2000;

const base = '/api/admin/accounts';
const listKey = [administrationKey, 'accounts'] as const;
const detailKey = (id: string) => [administrationKey, 'account', id] as const;
const checkKey = (id: string) => [administrationKey, 'line-check', id] as const;
const testKey = (id: string) => [administrationKey, 'tests', id] as const;

export function useAccounts(): UseQueryResult<AccountList> {
  return useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => request(accountListSchema, base, { signal }),
    refetchInterval: everyMs,
  });
}

export function useAccount(id: string): UseQueryResult<AccountDetail> {
  return useQuery({
    queryKey: detailKey(id),
    queryFn: ({ signal }) => request(accountDetailSchema, `${base}/${id}`, { signal }),
    refetchInterval: everyMs,
  });
}

function useDetailChange<Variables>(
  change: (variables: Variables) => Promise<AccountDetail>,
): UseMutationResult<AccountDetail, Error, Variables> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (detail) => queryClient.setQueryData(detailKey(detail.id), detail),
    // Who was too late sees what it is now.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: [administrationKey] }),
  });
}

export function useCreateAccount(): UseMutationResult<AccountDetail, Error, NewAccount> {
  const verified = useVerified();
  return useDetailChange((account: NewAccount) =>
    verified(() => request(accountDetailSchema, base, { method: 'POST', body: account })),
  );
}

export function useSaveAccount(id: string): UseMutationResult<AccountDetail, Error, AccountChange> {
  const verified = useVerified();
  return useDetailChange((change: AccountChange) =>
    verified(() => request(accountDetailSchema, `${base}/${id}`, { method: 'PUT', body: change })),
  );
}

export function useSaveLine(id: string): UseMutationResult<AccountDetail, Error, LineChange> {
  const verified = useVerified();
  return useDetailChange((change: LineChange) =>
    verified(() => request(accountDetailSchema, `${base}/${id}/line`, { method: 'PUT', body: change })),
  );
}

export function useSetActive(
  id: string,
  way: 'activate' | 'deactivate',
): UseMutationResult<AccountDetail, Error, number> {
  const verified = useVerified();
  return useDetailChange((version: number) =>
    verified(() =>
      request(accountDetailSchema, `${base}/${id}/${way}`, { method: 'POST', body: { version } }),
    ),
  );
}

export function useLineCheck(id: string): UseQueryResult<LineCheckView> {
  return useQuery({
    queryKey: checkKey(id),
    queryFn: ({ signal }) => request(lineCheckViewSchema, `${base}/${id}/line-check`, { signal }),
  });
}

/** @param item what somebody has looked at themselves; without it, LINE is asked */
export function useAskLine(id: string): UseMutationResult<LineCheckView, Error, string | undefined> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (item) =>
      request(lineCheckViewSchema, `${base}/${id}/line-check${item === undefined ? '' : '/confirm'}`, {
        method: 'POST',
        body: item === undefined ? {} : { item },
      }),
    onSuccess: (view) => queryClient.setQueryData(checkKey(id), view),
  });
}

export function useTests(id: string): UseQueryResult<TestView> {
  return useQuery({
    queryKey: testKey(id),
    queryFn: ({ signal }) => request(testViewSchema, `${base}/${id}/test-callers`, { signal }),
    refetchInterval: ({ state }) => (state.data?.code ? soonMs : false),
  });
}

/** @param callerId whom to forget; without it, a code is made */
export function useTestCallers(id: string): UseMutationResult<TestView, Error, string | undefined> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: (callerId) =>
      verified(() =>
        callerId === undefined
          ? request(testViewSchema, `${base}/${id}/test-callers/code`, { method: 'POST', body: {} })
          : request(testViewSchema, `${base}/${id}/test-callers/${callerId}`, { method: 'DELETE' }),
      ),
    onSuccess: (view) => queryClient.setQueryData(testKey(id), view),
  });
}

export function useSendTest(id: string): UseMutationResult<TestSent, Error, string> {
  return useMutation({
    mutationFn: (callerId) =>
      request(testSentSchema, `${base}/${id}/test-callers/${callerId}/send`, { method: 'POST', body: {} }),
  });
}
