import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type TalkRoomView } from '../contract.js';
import { useLive } from './live-context.js';
import { talkRoomKey } from './query-keys.js';

/** Asked when somebody ends a ticket: the newest of its caller's messages that their screen had until then. */
export function useSeenThrough(ticketId: string): () => string | null {
  const live = useLive();
  const queryClient = useQueryClient();
  return useCallback(
    () => live.seen.newest(queryClient.getQueryData<TalkRoomView>(talkRoomKey(ticketId))),
    [live, queryClient, ticketId],
  );
}
