import { type RefObject, useEffect, useRef } from 'react';

/** A row that went while it had the keyboard. */
interface LostRow {
  readonly element: HTMLElement;
  /** What it stood in, and how many like it stood there above it. */
  readonly group: Element | null;
  readonly index: number;
  /** From where the keyboard had come to these rows. */
  readonly cameFrom: HTMLElement | null;
}

const rowsIn = (region: Element, rows: string, group: Element | null): HTMLElement[] =>
  [...region.querySelectorAll<HTMLElement>(rows)].filter(({ parentElement }) => parentElement === group);

/**
 * Whatever takes away the row that has the keyboard takes the keyboard with it: a press of the person's, or somebody
 * else's. Whoever has gone on meanwhile, to write for instance, is left where they are.
 * @param rows selects the rows of the region
 */
export function useKeyboardLost(
  region: RefObject<HTMLElement | null>,
  rows: string,
  onLost: (row: LostRow) => void,
): void {
  const latest = useRef(onLost);
  useEffect(() => {
    latest.current = onLost;
  });
  useEffect(() => {
    const element = region.current;
    if (element === null) return undefined;
    let had: LostRow | null = null;
    let cameFrom: HTMLElement | null = null;
    const over = new AbortController();
    const enter = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget instanceof HTMLElement && !element.contains(relatedTarget)) cameFrom = relatedTarget;
      const row = target instanceof Element ? target.closest<HTMLElement>(rows) : null;
      const group = row?.parentElement ?? null;
      had = row && { element: row, group, index: rowsIn(element, rows, group).indexOf(row), cameFrom };
    };
    // Browsers differ in whether what is taken away is also left: that is known once it is gone.
    const leave = (): void =>
      queueMicrotask(() => {
        if (had?.element.isConnected === true && !had.element.contains(document.activeElement)) had = null;
      });
    element.addEventListener('focusin', enter, { signal: over.signal });
    element.addEventListener('focusout', leave, { signal: over.signal });
    const observer = new MutationObserver(() => {
      const lost = had;
      if (lost === null || lost.element.isConnected) return;
      had = null;
      // Once the rest of the screen has been drawn anew.
      requestAnimationFrame(() => {
        if ((document.activeElement ?? document.body) === document.body) latest.current(lost);
      });
    });
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      over.abort();
      observer.disconnect();
    };
  }, [region, rows]);
}

/** @returns whether it has the keyboard now */
function focus(element: HTMLElement | null | undefined): boolean {
  if (element?.isConnected !== true) return false;
  element.focus();
  return document.activeElement === element;
}

function focusMain(): void {
  const main = document.querySelector('main');
  if (main === null) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}

const lastButton = (row: HTMLElement | undefined): HTMLElement | undefined =>
  [...(row?.querySelectorAll<HTMLElement>('button, a[href]') ?? [])].at(-1);

/**
 * Whoever answers rows one after another goes on to the next by keyboard; after the last of them back to where they came
 * from.
 */
export function useKeyboardToNext(region: RefObject<HTMLElement | null>, rows: string): void {
  useKeyboardLost(region, rows, ({ group, index, cameFrom }) => {
    const left = region.current === null ? [] : rowsIn(region.current, rows, group);
    const inOrder = [...left.slice(index), ...left.slice(0, index).toReversed()];
    // What is folded doesn't take it.
    if (inOrder.some((row) => focus(lastButton(row))) || focus(cameFrom)) return;
    focusMain();
  });
}
