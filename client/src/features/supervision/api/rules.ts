import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../shared/api/request.js';
import {
  type ApprovalRuleRequest,
  type ApprovalRules,
  approvalRulesSchema,
  type Move,
  type MovesView,
  movesViewSchema,
} from '../../../shared/contract.js';
import { useLive } from '../../../shared/live/live-context.js';
import { newestAnswer } from '../../../shared/live/newest-answer.js';
import { approvalRulesKey, movesKey } from '../../../shared/live/query-keys.js';

/** What changed since is asked for at most this often. */
const gatherMs = 1000;

/** Whose replies are looked at before they leave, in the accounts that the person supervises. */
export function useApprovalRules(isWanted = true): UseQueryResult<ApprovalRules> {
  const live = useLive();
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isWanted) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = live.onEvent((event) => {
      if (event.type !== 'ticket.changed' && event.type !== 'counselor.changed') return;
      timer ??= setTimeout(() => {
        timer = null;
        void queryClient.invalidateQueries({ queryKey: approvalRulesKey });
      }, gatherMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [live, queryClient, isWanted]);
  return useQuery({
    queryKey: approvalRulesKey,
    queryFn: ({ signal }) => request(approvalRulesSchema, '/api/approval-rules', { signal }),
    enabled: isWanted,
  });
}

export function useSetRule(): UseMutationResult<ApprovalRules, Error, ApprovalRuleRequest> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => request(approvalRulesSchema, '/api/approval-rules', { method: 'POST', body }),
    ...newestAnswer<ApprovalRules, ApprovalRuleRequest>(queryClient, approvalRulesKey),
  });
}

export function useEndRule(ruleId: string): UseMutationResult<ApprovalRules, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request(approvalRulesSchema, `/api/approval-rules/${ruleId}/end`, { method: 'POST', body: {} }),
    ...newestAnswer<ApprovalRules, void>(queryClient, approvalRulesKey),
  });
}

/** What supervisors moved of the person's that they have not seen yet; events say when to ask again. */
export function useMoves(): UseQueryResult<MovesView> {
  return useQuery({
    queryKey: movesKey,
    queryFn: ({ signal }) => request(movesViewSchema, '/api/moves', { signal }),
  });
}

export function useMoveSeen({ id }: Move): UseMutationResult<MovesView, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => request(movesViewSchema, `/api/moves/${id}/seen`, { method: 'POST', body: {} }),
    ...newestAnswer<MovesView, void>(queryClient, movesKey),
  });
}
