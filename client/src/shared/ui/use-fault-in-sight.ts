import { type RefObject, useEffect, useRef } from 'react';

/**
 * For a form that can be longer than the screen: the field that keeps it from being sent gets the keyboard, and its
 * label and what is wrong come into sight with it.
 */
export function useFaultInSight(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = form.current;
    if (element === null) return undefined;
    let frame = 0;
    const show = (): void => {
      cancelAnimationFrame(frame);
      // By then the words below the fields stand, and have moved what is below them.
      frame = requestAnimationFrame(() => {
        const field = element.querySelector<HTMLInputElement>(':is(input, textarea, select):invalid');
        field?.focus({ preventScroll: true });
        field?.parentElement?.scrollIntoView({ block: 'nearest' });
      });
    };
    // It doesn't bubble.
    element.addEventListener('invalid', show, true);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('invalid', show, true);
    };
  }, []);
  return form;
}
