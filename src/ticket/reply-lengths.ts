import { AppError } from '../config/app-error.js';
import { type ReplyRequest, TEXT_LIMIT } from '../contract/ticket.js';

/** @throws AppError text_too_long */
export function assertLengths(reply: Pick<ReplyRequest, 'bubbles'>): void {
  reply.bubbles.forEach((bubble, index) => {
    if (bubble.kind !== 'text' || bubble.text.length <= TEXT_LIMIT) return;
    throw new AppError(
      'text_too_long',
      { count: bubble.text.length, limit: TEXT_LIMIT },
      `bubbles.${index}.text`,
    );
  });
}
