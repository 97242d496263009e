import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type TalkRoomView, talkRoomViewSchema } from '../../../shared/contract.js';
import { type LiveConnection } from '../../../shared/live/live-connection.js';
import { useLive } from '../../../shared/live/live-context.js';
import { talkRoomKey } from '../../../shared/live/query-keys.js';

const attempts = 3;
/** A room that was left stays live this long, so that going back and forth is instant. */
const keptMs = 2 * 60 * 1000;

async function fetchTalkRoom(
  live: LiveConnection,
  ticketId: string,
  signal: AbortSignal,
): Promise<TalkRoomView> {
  await live.open(ticketId);
  for (let attempt = 1; ; attempt += 1) {
    const fetched = await request(talkRoomViewSchema, `/api/tickets/${encodeURIComponent(ticketId)}`, {
      signal,
    });
    const caughtUp = live.catchUpTalkRoom(fetched);
    if (caughtUp !== null || attempt === attempts) return caughtUp ?? fetched;
  }
}

export function useTalkRoom(ticketId: string): UseQueryResult<TalkRoomView> {
  const live = useLive();
  return useQuery({
    queryKey: talkRoomKey(ticketId),
    queryFn: ({ signal }) => fetchTalkRoom(live, ticketId, signal),
    gcTime: keptMs,
  });
}
