/** What browsers report for a key that an input method has taken; Safari says so only by this. */
const takenByInputMethod = 229;

/** A key that an input method handles is not for us, whatever it is. */
export function isTakenByInputMethod({
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === takenByInputMethod;
}
