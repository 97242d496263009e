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
/** Keys that move the words up under the eyes, or the keyboard to a word above. */
const upwards: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home', ' ', 'Tab']);
/** Room above the first row for the line that says that more is being loaded. */
const aboveFirst = 44;
const belowLast = 12;

/**
 * Tells a person's way up from what the browser does by itself: where the talk shrinks, or its frame grows, it moves the
 * words by just that much, and tells of it only later.
 */
class UpwardMoves {
  #isTheirs = false;
  #explained = 0;

  /** A wheel, a finger or a key moved, or will in a moment. */
  noteInput(): void {
    this.#isTheirs = true;
  }

  noteShrunk(pixels: number): void {
    this.#explained += Math.max(0, pixels);
  }

  get hasInput(): boolean {
    return this.#isTheirs;
  }

  /** Whether somebody went up by this much; it is forgotten then. */
  take(pixels: number): boolean {
    const isTheirs = pixels > 0 && (this.#isTheirs || pixels > this.#explained + 1);
    this.#isTheirs = false;
    this.#explained = 0;
    return isTheirs;
  }
}

export type TalkVirtualizer = Virtualizer<HTMLDivElement, HTMLLIElement>;

export interface TalkScroll {
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: TalkVirtualizer;
  /** Something came that is below what is on the screen. */
  hasNew: boolean;
  isAtBottom: boolean;
  toBottom: () => void;
  /** Whoever is led to a place in it doesn't follow the newest. */
  letGo: () => void;
  /** Leads to a row, and keeps it there while more comes above it, until somebody moves. */
  leadTo: (key: string, align: Align) => void;
}

type Align = 'start' | 'center';

/** A row that somebody was led to. */
interface Place {
  readonly key: string;
  readonly align: Align;
}

interface TalkScrollOptions {
  rows: readonly Row[];
  /** The newest that somebody else said. */
  newestHeard: string | null;
  /** The person's own replies that are under way. */
  own: readonly { readonly clientId: string }[];
  hasEarlier: boolean;
  onNearStart: () => void;
}

/**
 * Rows above the screen are drawn, and so measured, many at a time: each measure moves what is read back into its place,
 * and whoever scrolls smoothly would feel every one of them.
 */
function useRange(
  rows: readonly Row[],
  ledTo: RefObject<Place | null>,
): [(range: Range) => number[], (items: readonly VirtualItem[]) => void] {
  const measured = useRef(new Set<VirtualItem['key']>());
  const rangeOf = useCallback(
    (range: Range): number[] => {
      const from = (start: number, count: number): number[] =>
        Array.from({ length: count }, (_, index) => start + index);
      if (range.count <= wholeUpTo) return from(0, range.count);
      const drawn = defaultRangeExtractor(range);
      const [first = 0] = drawn;
      if (ledTo.current !== null) {
        // It has the keyboard, which it must not lose for being out of sight for a moment.
        const { key } = ledTo.current;
        const led = rows.findIndex((row) => row.key === key);
        if (led !== -1 && !drawn.includes(led)) drawn[led < first ? 'unshift' : 'push'](led);
      }
      const near = rows.slice(Math.max(0, first - measureWithin), first);
      if (near.every(({ key }) => measured.current.has(key))) return drawn;
      const start = Math.max(0, first - measureAtOnce);
      return [...new Set([...from(start, first - start), ...drawn])].toSorted((a, b) => a - b);
    },
    [rows, ledTo],
  );
  const note = useCallback((items: readonly VirtualItem[]) => {
    for (const { key } of items) measured.current.add(key);
  }, []);
  return [rangeOf, note];
}

/**
 * Whether a row that turns out higher or lower moves what is being read. The list itself lets the words slip where that
 * happens while somebody goes up, or has just gone: a picture that arrives then, or a narrower window, would take them
 * from under the eyes.
 */
function isAboveTheEyes(
  { key, start, end }: VirtualItem,
  _by: number,
  { scrollOffset, itemSizeCache }: TalkVirtualizer,
): boolean {
  const top = scrollOffset ?? 0;
  // What only starts above grows below its start, unless its height was but a guess until now.
  return itemSizeCache.has(key) ? end <= top : start < top;
}

/**
 * Keeps the newest in view for whoever is at the bottom, and never moves the text under the eyes of somebody who has
 * scrolled up, whatever comes above or below. One's own new reply always leads to the bottom.
 */
export function useTalkScroll(options: TalkScrollOptions): TalkScroll {
  const { rows, newestHeard, own, hasEarlier, onNearStart } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAtBottom, setIsAtBottom] = useState(true);
  const [hasNew, setHasNew] = useState(false);
  const ledTo = useRef<Place | null>(null);
  const [rangeExtractor, noteMeasured] = useRange(rows, ledTo);
  const lastTop = useRef(0);
  const [moves] = useState(() => new UpwardMoves());
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
      const isTheirs = !follows.current || moves.hasInput;
      const since = isTheirs ? element.scrollTop - lastTop.current : 0;
      element.scrollTop = offset + adjustments + since;
      lastTop.current = element.scrollTop;
    },
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = isAboveTheEyes;

  const toBottom = useCallback(() => {
    ledTo.current = null;
    follows.current = true;
    setIsAtBottom(true);
    setHasNew(false);
    virtualizer.scrollToEnd();
  }, [virtualizer]);

  const letGo = useCallback(() => {
    follows.current = false;
    setIsAtBottom(false);
  }, []);

  const latestRows = useRef(rows);
  const goOn = useCallback(() => {
    if (ledTo.current === null) return;
    const { key, align } = ledTo.current;
    const index = latestRows.current.findIndex((row) => row.key === key);
    if (index !== -1) virtualizer.scrollToIndex(index, { align });
  }, [virtualizer]);
  const leadTo = useCallback(
    (key: string, align: Align) => {
      // The browser tells of a scroll only later: until then whoever still followed the newest would be taken back there.
      const from = scroller.current?.scrollTop ?? 0;
      const didFollow = follows.current;
      letGo();
      lastTop.current = from;
      ledTo.current = { key, align };
      goOn();
      if (scroller.current?.scrollTop !== from) return;
      follows.current = didFollow;
      setIsAtBottom(didFollow);
    },
    [goOn, letGo],
  );
  // The list finds its way by the number of a row until it has settled: what comes above gives that number to another.
  useLayoutEffect(() => {
    latestRows.current = rows;
    goOn();
  }, [rows, goOn]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let before = element.scrollTop;
    let frameHeight = element.clientHeight;
    const look = (): void => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
      const isUp = moves.take(before - element.scrollTop);
      // Text that grows below (a font arrives) is no reason to let go of the bottom: only somebody's moving up is.
      if (isNear) follows.current = true;
      else if (isUp) follows.current = false;
      before = element.scrollTop;
      lastTop.current = before;
      setIsAtBottom(follows.current);
      if (isNear) setHasNew(false);
    };
    // The composer grows, the window changes: whoever was at the bottom stays there.
    const observer = new ResizeObserver(() => {
      moves.noteShrunk(element.clientHeight - frameHeight);
      frameHeight = element.clientHeight;
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    const over = new AbortController();
    const quietly = { passive: true, signal: over.signal };
    for (const input of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
      element.addEventListener(input, () => (ledTo.current = null), quietly);
    // Before the list hears of it: what it scrolls by then must not be counted a second time.
    element.addEventListener('scroll', look, { ...quietly, capture: true });
    element.addEventListener('wheel', ({ deltaY }) => deltaY < 0 && moves.noteInput(), quietly);
    element.addEventListener('touchmove', () => moves.noteInput(), quietly);
    // The bar at the side is dragged by the frame itself.
    element.addEventListener('pointerdown', ({ target }) => target === element && moves.noteInput(), quietly);
    element.addEventListener('keydown', ({ key }) => upwards.has(key) && moves.noteInput(), quietly);
    return () => {
      observer.disconnect();
      over.abort();
    };
  }, [moves]);

  const height = virtualizer.getTotalSize();
  const lastHeight = useRef(height);
  useLayoutEffect(() => {
    moves.noteShrunk(lastHeight.current - height);
    lastHeight.current = height;
    // Words that wrap anew in a narrower room make it longer, after its frame has been told of.
    const element = scroller.current;
    if (element !== null && follows.current && !moves.hasInput) element.scrollTop = element.scrollHeight;
  }, [moves, height]);

  useLayoutEffect(() => {
    if (follows.current) toBottom();
    else if (newestHeard !== null) setHasNew(true);
  }, [newestHeard, toBottom]);

  // One that leaves, or is put off, is nothing new.
  const ownBefore = useRef(own);
  useLayoutEffect(() => {
    const known = new Set(ownBefore.current.map(({ clientId }) => clientId));
    ownBefore.current = own;
    if (own.some(({ clientId }) => !known.has(clientId))) toBottom();
  }, [own, toBottom]);

  useLayoutEffect(() => noteMeasured(virtualizer.getVirtualItems()));

  const offset = virtualizer.scrollOffset ?? 0;
  useEffect(() => {
    // Whoever is at the bottom of a long talk is not near its start, also before it was ever measured.
    const isNear = offset < aheadPx && (!follows.current || virtualizer.getTotalSize() < aheadPx);
    if (hasEarlier && isNear) onNearStart();
  }, [virtualizer, offset, hasEarlier, onNearStart]);

  return { scroller, virtualizer, hasNew, isAtBottom, toBottom, letGo, leadTo };
}
