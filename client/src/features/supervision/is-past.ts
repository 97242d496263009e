import { useCallback } from 'react';
import { useFromServerNow } from '../../shared/live/use-server-now.js';

/** Whether an instant has passed, by the server's clock. */
export function useIsPast(instant: string): boolean {
  const at = Date.parse(instant);
  return useFromServerNow(useCallback((now: number) => now >= at, [at]));
}
