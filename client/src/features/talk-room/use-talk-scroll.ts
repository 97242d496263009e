import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { estimateHeight } from './row-height.js';
import { type Row } from './rows.js';

/** This near to the bottom counts as being there. */
const nearPx = 48;
/** So much above what is on the screen is loaded before somebody gets there. */
const aheadPx = 1600;
const overscan = 12;
/** A talk of ordinary length stands in the page whole, so that the browser's own search finds everything in it. */
const wholeUpTo = 150;
/** So many rows are measured together, as soon as one comes this near. */
const measureAtOnce = 100;
const measureWithin = 20;
/** Room above the first row for the line that says that more is being loaded. */
const aboveFirst = 44;
const belowLast = 12;

export type TalkVirtualizer = Virtualizer<HTMLDivElement, HTMLLIElement>;

interface TalkScroll {
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: TalkVirtualizer;
  /** Something came that is below what is on the screen. */
  hasNew: boolean;
  isAtBottom: boolean;
  toBottom: () => void;
}

interface TalkScrollOptions {
  rows: readonly Row[];
  newestInbound: string | null;
  newestOwn: string | null;
  hasEarlier: boolean;
  onNearStart: () => void;
}

/**
 * Rows above the screen are drawn, and so measured, many at a time: each measure moves what is read back into its place,
 * and whoever scrolls smoothly would feel every one of them.
 */
function useRange(
  rows: readonly Row[],
): [(range: Range) => number[], (items: readonly VirtualItem[]) => void] {
  const measured = useRef(new Set<VirtualItem['key']>());
  const rangeOf = useCallback(
    (range: Range): number[] => {
      const from = (start: number, count: number): number[] =>
        Array.from({ length: count }, (_, index) => start + index);
      if (range.count <= wholeUpTo) return from(0, range.count);
      const drawn = defaultRangeExtractor(range);
      const [first = 0] = drawn;
      const near = rows.slice(Math.max(0, first - measureWithin), first);
      if (near.every(({ key }) => measured.current.has(key))) return drawn;
      const start = Math.max(0, first - measureAtOnce);
      return [...from(start, first - start), ...drawn];
    },
    [rows],
  );
  const note = useCallback((items: readonly VirtualItem[]) => {
    for (const { key } of items) measured.current.add(key);
  }, []);
  return [rangeOf, note];
}

/**
 * Keeps the newest in view for whoever is at the bottom, and never moves the text under the eyes of somebody who has
 * scrolled up, whatever comes above or below. One's own new reply always leads to the bottom.
 */
export function useTalkScroll(options: TalkScrollOptions): TalkScroll {
  const { rows, newestInbound, newestOwn, hasEarlier, onNearStart } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAtBottom, setIsAtBottom] = useState(true);
  const [hasNew, setHasNew] = useState(false);
  const [rangeExtractor, noteMeasured] = useRange(rows);
  const lastTop = useRef(0);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(rows[index] as Row),
    getItemKey: (index) => rows[index]?.key ?? index,
    rangeExtractor,
    overscan,
    paddingStart: hasEarlier ? aboveFirst : 0,
    paddingEnd: belowLast,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearPx,
    scrollToFn: (offset, { adjustments = 0 }) => {
      const element = scroller.current;
      if (element === null) return;
      // The list reckons from the last event of scrolling: what somebody has scrolled since must not be undone.
      const since = element.scrollTop - lastTop.current;
      element.scrollTop = offset + adjustments + since;
      lastTop.current = element.scrollTop;
    },
  });

  const toBottom = useCallback(() => {
    follows.current = true;
    setIsAtBottom(true);
    setHasNew(false);
    virtualizer.scrollToEnd();
  }, [virtualizer]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let before = element.scrollTop;
    const look = (): void => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
      // Text that grows below (a font arrives) is no reason to let go of the bottom: only moving up is.
      if (isNear) follows.current = true;
      else if (element.scrollTop < before) follows.current = false;
      before = element.scrollTop;
      lastTop.current = before;
      setIsAtBottom(follows.current);
      if (isNear) setHasNew(false);
    };
    // The composer grows, the window changes: whoever was at the bottom stays there.
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  useLayoutEffect(() => {
    if (follows.current) toBottom();
    else if (newestInbound !== null) setHasNew(true);
  }, [newestInbound, toBottom]);

  useLayoutEffect(() => {
    if (newestOwn !== null) toBottom();
  }, [newestOwn, toBottom]);

  useLayoutEffect(() => noteMeasured(virtualizer.getVirtualItems()));

  const offset = virtualizer.scrollOffset ?? 0;
  useEffect(() => {
    // Whoever is at the bottom of a long talk is not near its start, also before it was ever measured.
    const isNear = offset < aheadPx && (!follows.current || virtualizer.getTotalSize() < aheadPx);
    if (hasEarlier && isNear) onNearStart();
  }, [virtualizer, offset, hasEarlier, onNearStart]);

  return { scroller, virtualizer, hasNew, isAtBottom, toBottom };
}
