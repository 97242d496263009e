import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../shared/api/request.js';
import {
  type AuditChoices,
  auditChoicesSchema,
  type DisclosuresView,
  disclosuresViewSchema,
  type NewDisclosure,
  type TransparencyReport,
  transparencyReportSchema,
} from '../../shared/contract.js';
import { useVerified } from '../../shared/verification/verification-context.js';

export const ledgerKey = ['disclosures'] as const;
/** An administrator has no live connection: the other one's approval is asked for while it is on the screen. */
const everyMs = 10_000;

export function useLedger(): UseQueryResult<DisclosuresView> {
  return useQuery({
    queryKey: ledgerKey,
    queryFn: ({ signal }) => request(disclosuresViewSchema, '/api/disclosures', { signal }),
    refetchInterval: everyMs,
  });
}

export function useAccounts(): UseQueryResult<AuditChoices> {
  return useQuery({
    queryKey: ['audit', 'choices'],
    queryFn: ({ signal }) => request(auditChoicesSchema, '/api/audit/choices', { signal }),
  });
}

export function useReport(year: number): UseQueryResult<TransparencyReport> {
  return useQuery({
    queryKey: [...ledgerKey, 'report', year],
    queryFn: ({ signal }) =>
      request(transparencyReportSchema, `/api/disclosures/report?year=${year}`, { signal }),
  });
}

function useStep<Variables>(
  step: (variables: Variables) => Promise<DisclosuresView>,
): UseMutationResult<DisclosuresView, Error, Variables> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSuccess: (view) => queryClient.setQueryData(ledgerKey, view),
    onError: () => void queryClient.invalidateQueries({ queryKey: ledgerKey }),
  });
}

const post = (path: string, body: unknown): Promise<DisclosuresView> =>
  request(disclosuresViewSchema, path, { method: 'POST', body });

export function useRecord(): UseMutationResult<DisclosuresView, Error, NewDisclosure> {
  return useStep((body: NewDisclosure) => post('/api/disclosures', body));
}

export function useApprove(id: string): UseMutationResult<DisclosuresView, Error, void> {
  const verified = useVerified();
  return useStep(() => verified(() => post(`/api/disclosures/${id}/approve`, {})));
}

export function useEnd(
  id: string,
  way: 'give' | 'refuse',
): UseMutationResult<DisclosuresView, Error, string> {
  const verified = useVerified();
  return useStep((words: string) => verified(() => post(`/api/disclosures/${id}/${way}`, { words })));
}
