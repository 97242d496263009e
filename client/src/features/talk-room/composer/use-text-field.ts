import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

type Field = RefObject<HTMLTextAreaElement | null>;

/** The field is as high as its text, up to what the style sheet allows: in browsers that don't do that by themselves. */
export function useGrowing(field: Field, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || CSS.supports('field-sizing', 'content')) return undefined;
    const fit = (): void => {
      element.style.height = 'auto';
      element.style.height = `${element.scrollHeight}px`;
    };
    fit();
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, [field, text]);
}

/** Whoever opens a ticket with a keyboard wants to write; on a touch screen the keyboard would cover the talk. */
export function useFocusAtFirst(field: Field): void {
  useEffect(() => {
    if (!window.matchMedia('(pointer: coarse)').matches) field.current?.focus({ preventScroll: true });
  }, [field]);
}

/** Whoever quotes a message writes the answer next. */
export function useFocusOnQuote(field: Field, quotes: string | null): void {
  const before = useRef(quotes);
  useEffect(() => {
    if (quotes !== null && quotes !== before.current) field.current?.focus();
    before.current = quotes;
  }, [field, quotes]);
}

/** Out of the field, to the words it answers: there signs alone are shortcuts, and arrows scroll. */
export function leaveField(field: Field): void {
  field.current?.closest('section')?.querySelector<HTMLElement>('[data-messages]')?.focus();
}
