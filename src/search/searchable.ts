import { type MessageContent } from '../contract/message.js';

/** What of a message somebody would search for: what was written, and how things in it are called. */
export function searchableText(content: MessageContent): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'sticker':
      return content.text ?? '';
    case 'media':
      return content.fileName ?? '';
    case 'location':
      return [content.title, content.address].filter(Boolean).join(' ');
    case 'labelled':
      return '';
  }
}
