import type { TalkItem, WireMessage } from '../../server/phone-contract.js';
import { findSticker } from './stickers.js';
import type { Texts } from './texts.js';

export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One line that stands for a message in the list of talks. */
export function previewOf(item: TalkItem, texts: Texts): string {
  const { message } = item;
  switch (message.type) {
    case 'text':
    case 'textV2':
      return plainText(message);
    case 'sticker':
      return findSticker(message['stickerId'])?.label ?? texts('sticker');
    case 'image':
    case 'video':
    case 'audio':
      return texts(message.type);
    case 'file':
      return stringOf(message['fileName']);
    case 'location':
      return stringOf(message['title']) || texts('location');
    case 'unsent':
      return texts('youUnsent');
    default:
      return stringOf(message['altText']) || texts('unsupported');
  }
}

/** The words of a text message; in the second version names and emoji stand in braces. */
export function plainText(message: WireMessage): string {
  const text = stringOf(message['text']);
  if (message.type !== 'textV2') return text;
  const substitution = (message['substitution'] ?? {}) as Record<string, { type?: string } | undefined>;
  return text
    .replace(/\{(\w+)\}/g, (all, key: string) => {
      const type = substitution[key]?.type;
      if (type === 'mention') return '@';
      return type === 'emoji' ? '' : all;
    })
    .replaceAll('{{', '{')
    .replaceAll('}}', '}');
}
