import { type MessageContent } from '../../shared/contract.js';
import { messageOfRow, type Row } from './rows.js';

/** As the style sheets have it, in pixels. */
const lineHeight = 26;
const bubblePadding = 16;
const gap = 4;
const gapBeforeFirst = 16;
const deliveryLine = 24;
const centredRow = 46;
const pictureFrame = 220;
const cardHeight = 96;
/** Signs of Japanese in one line of a bubble. */
const lineLength = 38;

function contentHeight(content: MessageContent): number {
  if (content.kind === 'text') {
    const lines = content.text
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0);
    return lines * lineHeight;
  }
  if (content.kind === 'media')
    return content.media === 'image' || content.media === 'video' ? pictureFrame : cardHeight;
  return content.kind === 'location' ? cardHeight : lineHeight;
}

/** How high a row will be, roughly: it stands for rows that were never on the screen, so that the bar moves evenly. */
export function estimateHeight(row: Row): number {
  if (row.type === 'day' || row.type === 'event') return centredRow;
  if (row.type === 'held')
    return (row.held.bubbles?.length ?? 1) * (lineHeight + bubblePadding) + 3 * deliveryLine;
  if (row.type === 'outgoing') return row.reply.bubbles.length * (lineHeight + bubblePadding) + deliveryLine;
  if (row.type === 'images') return pictureFrame + gapBeforeFirst;
  const message = messageOfRow(row);
  if (message === null) return centredRow;
  const delivery = message.delivery !== null && row.isLastOfReply ? deliveryLine : 0;
  const quote = message.quote === null ? 0 : lineHeight * 2;
  const before = row.isFirst ? gapBeforeFirst : gap;
  return contentHeight(message.content) + bubblePadding + before + delivery + quote;
}
