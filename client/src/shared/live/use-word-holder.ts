import { useEffect, useRef } from 'react';
import { type WordHolder } from './erased-tickets.js';
import { useLive } from './live-context.js';

/** Words of tickets that a part of the screen holds by itself go with their callers. */
export function useWordHolder(holder: WordHolder): void {
  const live = useLive();
  const latest = useRef(holder);
  useEffect(() => {
    latest.current = holder;
  });
  useEffect(
    () =>
      live.erased.holding({
        tickets: () => latest.current.tickets(),
        forget: (isErased) => latest.current.forget(isErased),
      }),
    [live],
  );
}
