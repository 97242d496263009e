import { isTakenByInputMethod } from '../../../shared/keys/input-method.js';

export interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/**
 * Whether a key press sends the reply. The Enter that confirms a conversion must never send: half a word to somebody
 * in distress can't be taken back.
 */
export function isSendKey(press: KeyPress): boolean {
  if (isTakenByInputMethod(press)) return false;
  return press.key === 'Enter' && !press.shiftKey && !press.altKey;
}
