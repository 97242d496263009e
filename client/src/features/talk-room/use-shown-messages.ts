import { type RefObject, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

/** Given to the element of each message that has to be seen; returns what undoes it. */
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
 * Reports messages as shown when they really stand on a screen that is really looked at.
 * @param report null: nothing that stands here counts as shown
 */
export function useShownMessages(
  scroller: RefObject<HTMLElement | null>,
  report: ((messageIds: string[]) => void) | null,
): WatchMessage {
  const isVisible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  const elements = useRef(new Map<HTMLElement, string>());
  const observer = useRef<IntersectionObserver | null>(null);

  useEffect(() => {
    if (report === null || !isVisible) return undefined;
    const watched = elements.current;
    const look = (entries: IntersectionObserverEntry[]): void => {
      const shown: string[] = [];
      for (const entry of entries) {
        const viewHeight = entry.rootBounds?.height ?? window.innerHeight;
        const fillsView = entry.intersectionRect.height > viewHeight * shareOfView;
        if (!entry.isIntersecting || (entry.intersectionRatio < shareOfMessage && !fillsView)) continue;
        if (!(entry.target instanceof HTMLElement)) continue;
        const messageId = watched.get(entry.target);
        if (messageId !== undefined) shown.push(messageId);
        current.unobserve(entry.target);
      }
      if (shown.length > 0) report(shown);
    };
    const current = new IntersectionObserver(look, { root: scroller.current, threshold: steps });
    for (const element of watched.keys()) current.observe(element);
    observer.current = current;
    return () => {
      current.disconnect();
      observer.current = null;
    };
  }, [scroller, report, isVisible]);

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
