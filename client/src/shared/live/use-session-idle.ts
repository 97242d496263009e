import { useEffect, useState, useSyncExternalStore } from 'react';
import { type SessionIdle } from './session-idle.js';

const acts = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Says that a person is there, whatever they do in the window and whoever else listens to it. */
export function useActs(idle: SessionIdle): void {
  useEffect(() => {
    const options = { capture: true, passive: true };
    for (const act of acts) window.addEventListener(act, idle.acted, options);
    return () => {
      for (const act of acts) window.removeEventListener(act, idle.acted, options);
    };
  }, [idle]);
}

/** Whether the session ends soon for want of a person. */
export function useIsEnding(idle: SessionIdle): boolean {
  return useSyncExternalStore(idle.subscribe, idle.getEndsAt) !== null;
}

/** So many minutes, the last one until it is over; null: it doesn't end soon. */
export function useMinutesLeft(idle: SessionIdle): number | null {
  const endsAt = useSyncExternalStore(idle.subscribe, idle.getEndsAt);
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (endsAt === null) return undefined;
    const look = (): void => setNow(Date.now());
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [endsAt]);
  return endsAt === null || now === 0 ? null : Math.max(1, Math.ceil((endsAt - now) / 60_000));
}
