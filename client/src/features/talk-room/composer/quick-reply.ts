import { QUICK_REPLY_LENGTH, QUICK_REPLY_LIMIT } from '../../../shared/contract.js';

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Why a label can't join the others; LINE counts what people see as one character. */
export function quickReplyFault(
  labels: readonly string[],
  label: string,
): 'tooLong' | 'full' | 'same' | null {
  if ([...segmenter.segment(label.trim())].length > QUICK_REPLY_LENGTH) return 'tooLong';
  if (labels.length >= QUICK_REPLY_LIMIT) return 'full';
  return labels.includes(label.trim()) ? 'same' : null;
}
