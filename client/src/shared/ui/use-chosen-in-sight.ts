import { type RefObject, useEffect, useRef } from 'react';

/**
 * For a row of links that can be wider than the screen: whichever is chosen is brought into sight, at first, whenever
 * another is, and when the row becomes narrower or wider.
 * @param chosen what tells that another has been chosen
 */
export function useChosenInSight<Row extends HTMLElement>(chosen: string): RefObject<Row | null> {
  const row = useRef<Row>(null);
  useEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    const show = (): void => {
      const link = element.querySelector('[aria-current]');
      if (link === null) return;
      const { left, width } = element.getBoundingClientRect();
      const at = link.getBoundingClientRect();
      // Only sideways: the page itself must not move.
      element.scrollLeft += at.left + at.width / 2 - left - width / 2;
    };
    // It tells of the first size too.
    const observer = new ResizeObserver(show);
    observer.observe(element);
    return () => observer.disconnect();
  }, [chosen]);
  return row;
}
