import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request, requestNothing } from '../../shared/api/request.js';
import { type DebriefRequest, type DebriefView, debriefViewSchema } from '../../shared/contract.js';
import { deskKey } from '../../shared/live/query-keys.js';

function useDeskMutation<Variables>(
  mutationFn: (variables: Variables) => Promise<void>,
): UseMutationResult<void, Error, Variables> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: deskKey }),
  });
}

const addressOf = ({ accountId, by }: DebriefView): string =>
  `/api/debriefs/${encodeURIComponent(accountId)}/${by.id}`;

export function useAsk(): UseMutationResult<void, Error, DebriefRequest> {
  return useDeskMutation(async (body: DebriefRequest) => {
    await request(debriefViewSchema, '/api/debriefs', { method: 'POST', body });
  });
}

export function useWithdraw(): UseMutationResult<void, Error, string> {
  return useDeskMutation((accountId: string) =>
    requestNothing(`/api/debriefs/${encodeURIComponent(accountId)}`, { method: 'DELETE' }),
  );
}

export function useTake(debrief: DebriefView): UseMutationResult<void, Error, void> {
  return useDeskMutation(async () => {
    await request(debriefViewSchema, `${addressOf(debrief)}/take`, { method: 'POST', body: {} });
  });
}

export function useDone(debrief: DebriefView): UseMutationResult<void, Error, void> {
  return useDeskMutation(() => requestNothing(`${addressOf(debrief)}/done`, { method: 'POST', body: {} }));
}
