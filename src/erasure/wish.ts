/** What a rich menu's button or a message says, and nothing else in it, when its caller wants to be erased. */
const WISHES = new Set(['記録の削除を希望します', '記録の削除を希望します。']);
/** Data of such a button (a postback action). */
export const ERASURE_DATA = 'tomoshibi:erasure';

/** Only the exact words count: whoever merely speaks of it talks to a person. */
export function isErasureWish(text: string): boolean {
  return WISHES.has(text.normalize('NFKC').trim());
}
