import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type ReplayView,
  replayViewSchema,
  type SetAsideView,
  setAsideViewSchema,
  type ShapeView,
  shapeViewSchema,
  type UnfamiliarView,
  unfamiliarViewSchema,
} from '../../../shared/contract.js';

const setAsideKey = ['set-aside'] as const;
const unfamiliarKey = ['unfamiliar-events'] as const;
/** An administrator has no live connection: this is asked for again and again while it is on the screen. */
const everyMs = 5000;

export function useSetAside(): UseQueryResult<SetAsideView> {
  return useQuery({
    queryKey: setAsideKey,
    queryFn: ({ signal }) => request(setAsideViewSchema, '/api/set-aside', { signal }),
    refetchInterval: everyMs,
  });
}

export function useUnfamiliarEvents(): UseQueryResult<UnfamiliarView> {
  return useQuery({
    queryKey: unfamiliarKey,
    queryFn: ({ signal }) => request(unfamiliarViewSchema, '/api/unfamiliar-events', { signal }),
    refetchInterval: everyMs,
  });
}

export function useShape(id: string): UseQueryResult<ShapeView> {
  return useQuery({
    queryKey: [...setAsideKey, id],
    queryFn: ({ signal }) =>
      request(shapeViewSchema, `/api/set-aside/${encodeURIComponent(id)}/shape`, { signal }),
  });
}

export function useReplay(): UseMutationResult<ReplayView, Error, string[]> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) =>
      request(replayViewSchema, '/api/set-aside/replay', { method: 'POST', body: { ids } }),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: setAsideKey }),
  });
}
