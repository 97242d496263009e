import { type LineMessage } from '../line/line.client.js';
import { type DeliveryRequest, type SentBubble, type SentQuickReply } from '../ticket/delivery-request.js';

/** A delivery as LINE's API takes it. https://developers.line.biz/en/reference/messaging-api/#message-objects */
export function lineMessages(request: DeliveryRequest): LineMessage[] {
  const last = request.bubbles.length - 1;
  return request.bubbles.map((bubble, index) => ({
    ...lineMessage(bubble),
    ...(request.senderName === undefined ? {} : { sender: { name: request.senderName } }),
    ...(index === last && request.quickReplies !== undefined && request.quickReplies.length > 0
      ? { quickReply: { items: request.quickReplies.map(quickReply) } }
      : {}),
  }));
}

function lineMessage(bubble: SentBubble): LineMessage {
  switch (bubble.kind) {
    case 'text':
      return {
        type: 'text',
        text: bubble.text,
        ...(bubble.quoteToken === undefined ? {} : { quoteToken: bubble.quoteToken }),
      };
    case 'location': {
      const { title, address, latitude, longitude } = bubble;
      return { type: 'location', title, address, latitude, longitude };
    }
  }
}

function quickReply(reply: SentQuickReply) {
  if (typeof reply === 'string')
    return { type: 'action' as const, action: { type: 'message' as const, label: reply, text: reply } };
  const { label, data } = reply;
  return { type: 'action' as const, action: { type: 'postback' as const, label, data, displayText: label } };
}
