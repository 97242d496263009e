import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../shared/api/request.js';
import { type MutesView, mutesViewSchema } from '../../../shared/contract.js';
import { useLive } from '../../../shared/live/live-context.js';
import { newestAnswer } from '../../../shared/live/newest-answer.js';
import { deskKey, mutesKey } from '../../../shared/live/query-keys.js';

/** A mute may end by a mark on another ticket of the same caller: what changed since is asked for at most this often. */
const gatherMs = 2000;

/** Every mute of the accounts that the person supervises, newest first. */
export function useMutes(): UseQueryResult<MutesView> {
  const live = useLive();
  const queryClient = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = live.onEvent((event) => {
      if (event.type !== 'ticket.changed' && event.type !== 'clock.changed') return;
      timer ??= setTimeout(() => {
        timer = null;
        void queryClient.invalidateQueries({ queryKey: mutesKey });
      }, gatherMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [live, queryClient]);
  return useQuery({
    queryKey: mutesKey,
    queryFn: ({ signal }) => request(mutesViewSchema, '/api/mutes', { signal }),
  });
}

export function useLiftMute(muteId: string): UseMutationResult<MutesView, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => request(mutesViewSchema, `/api/mutes/${muteId}/lift`, { method: 'POST', body: {} }),
    ...newestAnswer<MutesView, void>(queryClient, mutesKey),
    // Whoever wrote meanwhile is back in the line.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: deskKey }),
  });
}
