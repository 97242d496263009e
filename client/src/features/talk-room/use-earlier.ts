import { useCallback, useRef, useState } from 'react';
import { LONGEST_PAGE, type TalkRoomView } from '../../shared/contract.js';
import { useLoadEarlier } from '../../shared/live/use-talk-room.js';

/** Told whether what is loaded reaches back far enough. */
type Reaches = (room: TalkRoomView) => boolean;

export interface Earlier {
  readonly isLoading: boolean;
  readonly error: unknown;
  /** One page more, unless one is under way or failed. */
  readonly more: () => void;
  readonly retry: () => void;
  /** Loads until it reaches back far enough, or to the very beginning. */
  readonly reach: (reaches: Reaches) => Promise<TalkRoomView | undefined>;
}

/** Loads what was said before what is loaded, one page at a time. */
export function useEarlier(ticketId: string): Earlier {
  const load = useLoadEarlier(ticketId);
  const underWay = useRef<Promise<unknown> | null>(null);
  const [state, setState] = useState<{ isLoading: boolean; error: unknown }>({
    isLoading: false,
    error: null,
  });

  const run = useCallback(
    async (limit?: number): Promise<TalkRoomView | undefined> => {
      await underWay.current;
      setState({ isLoading: true, error: null });
      const loading = load(limit);
      underWay.current = loading.catch(() => undefined);
      try {
        const room = await loading;
        setState({ isLoading: false, error: null });
        return room;
      } catch (error) {
        setState({ isLoading: false, error });
        return undefined;
      } finally {
        underWay.current = null;
      }
    },
    [load],
  );
  const retry = useCallback(() => {
    if (underWay.current === null) void run();
  }, [run]);
  const more = useCallback(() => {
    if (state.error === null) retry();
  }, [state.error, retry]);
  const reach = useCallback(
    async (reaches: Reaches) => {
      for (;;) {
        const room = await run(LONGEST_PAGE);
        if (room === undefined || !room.hasEarlier || reaches(room)) return room;
      }
    },
    [run],
  );
  return { ...state, more, retry, reach };
}
