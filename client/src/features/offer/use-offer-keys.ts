import { useEffect, useRef } from 'react';
import { answerOfKey } from './offer-keys.js';

/** Answers by keyboard from wherever the focus is, also while a reply is being written. */
export function useOfferKeys(isOn: boolean, onAnswer: (answer: 'accept' | 'decline') => void): void {
  const latest = useRef(onAnswer);
  useEffect(() => {
    latest.current = onAnswer;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent): void => {
      const answer = answerOfKey(event);
      if (answer === null) return;
      event.preventDefault();
      latest.current(answer);
    };
    // Before any field gets it: the field would write a letter.
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [isOn]);
}
