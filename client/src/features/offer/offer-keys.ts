import { isTakenByInputMethod } from '../../shared/keys/input-method.js';

type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'keyCode'
>;

/** The keys as they are said to people, and to assistive technology. */
export const offerKeys = { accept: 'Alt+Y', decline: 'Alt+N' } as const;

/**
 * What a key press answers to an offer. It works while somebody writes, so it is a combination that neither writes nor
 * converts anything; the place of the key counts, because Option on a Mac makes other letters.
 */
export function answerOfKey(press: KeyPress): 'accept' | 'decline' | null {
  if (isTakenByInputMethod(press) || press.repeat) return null;
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return null;
  if (press.code === 'KeyY') return 'accept';
  return press.code === 'KeyN' ? 'decline' : null;
}
