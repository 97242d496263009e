import {
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { request } from '../api/request.js';
import {
  type ConsoleEvent,
  cursorOf,
  LONGEST_PAGE,
  type MessagePage,
  messagePageSchema,
  PAGE_LENGTH,
  type TalkRoomView,
  talkRoomViewSchema,
  type TicketSummary,
} from '../contract.js';
import { type KeptTalkRoom, withEarlier, withoutWords } from './apply-event.js';
import { type LiveConnection } from './live-connection.js';
import { useLive } from './live-context.js';
import { talkRoomKey } from './query-keys.js';

const attempts = 3;
/** A room that was left stays live this long, so that going back and forth is instant. */
const keptMs = 2 * 60 * 1000;

const addressOf = (ticketId: string): string => `/api/tickets/${encodeURIComponent(ticketId)}`;

interface Missed {
  readonly page: MessagePage;
  readonly missed: readonly ConsoleEvent[];
}

async function fetchPage(
  live: LiveConnection,
  ticketId: string,
  before: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Missed> {
  const query = new URLSearchParams({ before, limit: String(limit) });
  for (let attempt = 1; ; attempt += 1) {
    const address = `${addressOf(ticketId)}/messages?${query.toString()}`;
    const page = await request(messagePageSchema, address, signal && { signal });
    const missed = live.missedSince(page.eventId);
    if (missed !== null || attempt === attempts) return { page, missed: missed ?? [] };
  }
}

/** A talk that was read back to some place stays so when it is fetched afresh: nothing moves under the eyes. */
async function reachBack(
  live: LiveConnection,
  fetched: TalkRoomView,
  known: TalkRoomView | undefined,
  signal: AbortSignal,
): Promise<TalkRoomView> {
  const wanted = known?.messages[0];
  let room = fetched;
  for (;;) {
    const [first] = room.messages;
    if (wanted === undefined || first === undefined || !room.hasEarlier) return room;
    if (Date.parse(first.occurredAt) <= Date.parse(wanted.occurredAt)) return room;
    const before = cursorOf(first);
    const { page, missed } = await fetchPage(live, room.ticket.id, before, LONGEST_PAGE, signal);
    room = withEarlier(room, before, page, missed) ?? room;
  }
}

async function fetchTalkRoom(
  queryClient: QueryClient,
  live: LiveConnection,
  ticketId: string,
  signal: AbortSignal,
): Promise<TalkRoomView> {
  await live.open(ticketId);
  for (let attempt = 1; ; attempt += 1) {
    const newest = await request(talkRoomViewSchema, addressOf(ticketId), { signal });
    const known = queryClient.getQueryData<TalkRoomView>(talkRoomKey(ticketId));
    const fetched = await reachBack(live, newest, known, signal);
    const caughtUp = live.catchUpTalkRoom(fetched);
    if (caughtUp === null && attempt < attempts) continue;
    const room = caughtUp ?? fetched;
    return room.ticket.erased || live.erased.has(ticketId) ? withoutWords(room) : room;
  }
}

function talkRoomQuery(queryClient: QueryClient, live: LiveConnection, ticketId: string) {
  return queryOptions({
    queryKey: talkRoomKey(ticketId),
    queryFn: ({ signal }) => fetchTalkRoom(queryClient, live, ticketId, signal),
    gcTime: keptMs,
  });
}

export function useTalkRoom(ticketId: string): UseQueryResult<TalkRoomView> {
  return useQuery(talkRoomQuery(useQueryClient(), useLive(), ticketId));
}

/** Loads what was said before what is loaded; resolves with the room as it is then. */
export function useLoadEarlier(ticketId: string): (limit?: number) => Promise<TalkRoomView | undefined> {
  const queryClient = useQueryClient();
  const live = useLive();
  return useCallback(
    async (limit = PAGE_LENGTH) => {
      const key = talkRoomKey(ticketId);
      const room = queryClient.getQueryData<TalkRoomView>(key);
      const first = room?.messages[0];
      if (first === undefined || !room?.hasEarlier) return room;
      const before = cursorOf(first);
      const { page, missed } = await fetchPage(live, ticketId, before, limit);
      return queryClient.setQueryData<TalkRoomView>(key, (now) =>
        now === undefined ? undefined : (withEarlier(now, before, page, missed) ?? now),
      );
    },
    [queryClient, live, ticketId],
  );
}

const ticketOf = (room: TalkRoomView): TicketSummary => room.ticket;

/** The ticket of a talk room that stands on the screen anyway; it renders only when the ticket changes. */
export function useTicketOfRoom(ticketId: string): TicketSummary | undefined {
  return useQuery({ ...talkRoomQuery(useQueryClient(), useLive(), ticketId), select: ticketOf }).data;
}

const isOverIn = (room: KeptTalkRoom): boolean => room.isOver === true;

/** Whether the person has nothing to do any more with a talk that goes on. */
export function useIsOver(ticketId: string): boolean {
  const query = talkRoomQuery(useQueryClient(), useLive(), ticketId);
  return useQuery({ ...query, select: isOverIn }).data === true;
}

const notesOf = (room: TalkRoomView): TalkRoomView['notes'] => room.notes;

/** The notes of a talk room that stands on the screen anyway. */
export function useNotesOfRoom(ticketId: string): TalkRoomView['notes'] | undefined {
  return useQuery({ ...talkRoomQuery(useQueryClient(), useLive(), ticketId), select: notesOf }).data;
}
