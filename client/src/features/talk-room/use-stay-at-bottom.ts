import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** This near to the bottom counts as being there. */
const nearPx = 48;

interface StayAtBottom {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLOListElement | null>;
  /** Something came that is below what is on the screen. */
  hasNew: boolean;
  toBottom: () => void;
}

/**
 * Keeps the newest in view for whoever is at the bottom, and never moves the text under the eyes of somebody who has
 * scrolled up. One's own new reply always leads to the bottom.
 */
export function useStayAtBottom(newestInbound: string | null, newestOwn: string | null): StayAtBottom {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const isAtBottom = useRef(true);
  const [hasNew, setHasNew] = useState(false);

  const toBottom = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    isAtBottom.current = true;
    setHasNew(false);
  }, []);

  useEffect(() => {
    const element = scroller.current;
    const list = content.current;
    if (element === null || list === null) return undefined;
    let lastTop = element.scrollTop;
    const look = (): void => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
      // Text that grows below (a font arrives) is no reason to let go of the bottom: only moving up is.
      if (isNear) isAtBottom.current = true;
      else if (element.scrollTop < lastTop) isAtBottom.current = false;
      lastTop = element.scrollTop;
      if (isNear) setHasNew(false);
    };
    // The composer grows, fonts arrive, the window changes: whoever was at the bottom stays there.
    const observer = new ResizeObserver(() => {
      if (isAtBottom.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    observer.observe(list);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  useLayoutEffect(() => {
    if (isAtBottom.current) toBottom();
    else if (newestInbound !== null) setHasNew(true);
  }, [newestInbound, toBottom]);

  useLayoutEffect(() => {
    if (newestOwn !== null) toBottom();
  }, [newestOwn, toBottom]);

  return { scroller, content, hasNew, toBottom };
}
