import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../api/request.js';
import { type TodayView, todayViewSchema } from '../contract.js';
import { useLive } from '../live/live-context.js';
import { todayKey } from '../live/query-keys.js';
import { useFromServerNow } from '../live/use-server-now.js';

/** What happened is asked for at most this often. */
const gatherMs = 2500;
const toMinute = (now: number): number => Math.floor(now / 60_000);

/** The service day in figures. Asked for anew when something happened, and each minute, since a wait grows by itself. */
export function useToday(): UseQueryResult<TodayView> {
  const live = useLive();
  const queryClient = useQueryClient();
  const minute = useFromServerNow(toMinute);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = live.onEvent(({ type }) => {
      if (type !== 'ticket.changed' && type !== 'account.changed' && type !== 'clock.changed') return;
      timer ??= setTimeout(() => {
        timer = null;
        void queryClient.invalidateQueries({ queryKey: todayKey });
      }, gatherMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [live, queryClient]);
  useEffect(() => {
    // The first one is fetched anyway.
    if (queryClient.getQueryData(todayKey) !== undefined)
      void queryClient.invalidateQueries({ queryKey: todayKey });
  }, [minute, queryClient]);
  return useQuery({
    queryKey: todayKey,
    queryFn: async ({ signal }) => {
      await live.registered();
      return request(todayViewSchema, '/api/statistics/today', { signal });
    },
  });
}
