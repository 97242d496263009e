import { type RefObject, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useLive } from '../../shared/live/live-context.js';

/** Given to the element of each of the caller's messages; returns what undoes it. */
export type WatchMessage = (messageId: string) => (element: HTMLElement) => () => void;

/** A short message has to be in view by more than half; a long one fills the view before that. */
const shareOfMessage = 0.6;
const shareOfView = 0.5;
const steps = [0, 0.15, 0.3, 0.45, shareOfMessage, 0.8, 1];

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/**
 * Notes a message as seen when it really stands on a screen that is really looked at.
 * @param isReporting whether the server is told at once; a silent look tells nobody
 */
export function useShownMessages(
  ticketId: string,
  scroller: RefObject<HTMLElement | null>,
  isReporting: boolean,
): WatchMessage {
  const live = useLive();
  const isVisible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  const elements = useRef(new Map<HTMLElement, string>());
  const observer = useRef<IntersectionObserver | null>(null);

  useEffect(() => {
    if (!isVisible) return undefined;
    const noteShown = (messageId: string): void => {
      live.seen.add(ticketId, messageId);
      if (isReporting) live.shown(ticketId, messageId);
    };
    const watched = elements.current;
    const look = (entries: IntersectionObserverEntry[]): void => {
      for (const entry of entries) {
        const viewHeight = entry.rootBounds?.height ?? window.innerHeight;
        const fillsView = entry.intersectionRect.height > viewHeight * shareOfView;
        if (!entry.isIntersecting || (entry.intersectionRatio < shareOfMessage && !fillsView)) continue;
        if (!(entry.target instanceof HTMLElement)) continue;
        const messageId = watched.get(entry.target);
        if (messageId !== undefined) noteShown(messageId);
        current.unobserve(entry.target);
      }
    };
    const current = new IntersectionObserver(look, { root: scroller.current, threshold: steps });
    for (const element of watched.keys()) current.observe(element);
    observer.current = current;
    return () => {
      current.disconnect();
      observer.current = null;
    };
  }, [live, ticketId, scroller, isReporting, isVisible]);

  return useCallback(
    (messageId) => (element) => {
      const watched = elements.current;
      watched.set(element, messageId);
      observer.current?.observe(element);
      return () => {
        watched.delete(element);
        observer.current?.unobserve(element);
      };
    },
    [],
  );
}
