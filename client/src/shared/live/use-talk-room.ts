import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { type TalkRoomView, talkRoomViewSchema, type TicketSummary } from '../contract.js';
import { type LiveConnection } from './live-connection.js';
import { useLive } from './live-context.js';
import { talkRoomKey } from './query-keys.js';

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

function talkRoomQuery(live: LiveConnection, ticketId: string) {
  return queryOptions({
    queryKey: talkRoomKey(ticketId),
    queryFn: ({ signal }) => fetchTalkRoom(live, ticketId, signal),
    gcTime: keptMs,
  });
}

export function useTalkRoom(ticketId: string): UseQueryResult<TalkRoomView> {
  return useQuery(talkRoomQuery(useLive(), ticketId));
}

const ticketOf = (room: TalkRoomView): TicketSummary => room.ticket;

/** The ticket of a talk room that stands on the screen anyway; it renders only when the ticket changes. */
export function useTicketOfRoom(ticketId: string): TicketSummary | undefined {
  return useQuery({ ...talkRoomQuery(useLive(), ticketId), select: ticketOf }).data;
}
