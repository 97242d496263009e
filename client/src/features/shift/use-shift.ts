import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../shared/api/request.js';
import { type ShiftView, shiftViewSchema } from '../../shared/contract.js';
import { useLive } from '../../shared/live/live-context.js';
import { shiftKey } from '../../shared/live/query-keys.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';

const gatherMs = 1500;
/** Hours are shown in minutes: what grows by itself is asked for every few of them. */
const toFewMinutes = (now: number): number => Math.floor(now / 300_000);

/** One's own shift. Asked for anew when something of one's own changed, and now and then, since time passes. */
export function useShift(): UseQueryResult<ShiftView> {
  const live = useLive();
  const queryClient = useQueryClient();
  const { data: desk } = useDesk();
  const myId = desk?.me.staffId;
  const minutes = useFromServerNow(toFewMinutes);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = live.onEvent((event) => {
      const isMine = event.type === 'counselor.changed' && event.counselor.staffId === myId;
      if (!isMine && event.type !== 'clock.changed') return;
      timer ??= setTimeout(() => {
        timer = null;
        void queryClient.invalidateQueries({ queryKey: shiftKey });
      }, gatherMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [live, queryClient, myId]);
  useEffect(() => {
    if (queryClient.getQueryData(shiftKey) !== undefined)
      void queryClient.invalidateQueries({ queryKey: shiftKey });
  }, [minutes, queryClient]);
  return useQuery({
    queryKey: shiftKey,
    queryFn: async ({ signal }) => {
      await live.registered();
      return request(shiftViewSchema, '/api/shift', { signal });
    },
  });
}
