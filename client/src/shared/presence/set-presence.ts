import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { requestNothing } from '../api/request.js';
import { type PresenceRequest } from '../contract.js';
import { deskKey } from '../live/query-keys.js';

export type SettablePresence = PresenceRequest['presence'];

export function useSetPresence(): UseMutationResult<void, Error, SettablePresence> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (presence: SettablePresence) =>
      requestNothing('/api/presence', { method: 'POST', body: { presence } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: deskKey }),
  });
}
