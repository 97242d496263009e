import { useQueryClient } from '@tanstack/react-query';
import { useContext, useEffect } from 'react';
import { LiveContext } from '../../shared/live/live-context.js';
import { openingsKey } from '../../shared/live/query-keys.js';

const everyMs = 5000;

/** An administrator alone has no live connection: all that is on the screen is asked for again and again, together. */
export function useFreshAnswers(): void {
  const queryClient = useQueryClient();
  const live = useContext(LiveContext);
  useEffect(() => {
    if (live !== null) return;
    const timer = setInterval(() => {
      if (!document.hidden) void queryClient.invalidateQueries({ queryKey: openingsKey });
    }, everyMs);
    return () => clearInterval(timer);
  }, [queryClient, live]);
}
