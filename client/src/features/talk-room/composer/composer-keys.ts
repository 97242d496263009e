export interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/** What browsers report for a key that an input method has taken; Safari says so only by this. */
const takenByInputMethod = 229;

/** A key that an input method handles is not for us, whatever it is. */
export function isTakenByInputMethod({
  isComposing,
  keyCode,
}: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === takenByInputMethod;
}

/**
 * Whether a key press sends the reply. The Enter that confirms a conversion must never send: half a word to somebody
 * in distress can't be taken back.
 */
export function isSendKey(press: KeyPress): boolean {
  if (isTakenByInputMethod(press)) return false;
  return press.key === 'Enter' && !press.shiftKey && !press.altKey;
}
