import { useEffect } from 'react';

/** Keeps the screen on as long as this stands. Browsers that can't do it, or won't, leave it to the screen's own settings. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return;
      try {
        lock = await navigator.wakeLock.request('screen');
      } catch {
        // On low battery, for example: nothing to be done about it here.
        return;
      }
      if (isOver) await lock.release();
    };
    const onVisible = (): void => void ask();
    onVisible();
    // The browser takes it back whenever the page is out of sight.
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', onVisible);
      void lock?.release();
    };
  }, []);
}
