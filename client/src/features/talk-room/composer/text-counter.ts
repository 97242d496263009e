import { TEXT_LIMIT } from '../../../shared/contract.js';

/** Below this the counter would only be noise. */
const counterFrom = 4000;

export interface TextCount {
  /** UTF-16 code units, as LINE counts. */
  readonly used: number;
  readonly over: number;
  readonly isVisible: boolean;
  readonly canSend: boolean;
}

export function countText(text: string): TextCount {
  const used = text.length;
  const over = Math.max(0, used - TEXT_LIMIT);
  return { used, over, isVisible: used >= counterFrom, canSend: over === 0 && text.trim() !== '' };
}
