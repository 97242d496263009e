import { type JSX } from 'react';
import { type MessageView } from '../../../shared/contract.js';
import { LabelledContent } from './labelled-content.js';
import { LocationContent } from './location-content.js';
import { MediaContent } from './media-content.js';
import { StickerContent } from './sticker-content.js';
import { TextContent } from './text-content.js';

export function MessageBody({ message }: { message: MessageView }): JSX.Element {
  const { content } = message;
  switch (content.kind) {
    case 'text':
      return <TextContent content={content} />;
    case 'sticker':
      return <StickerContent content={content} />;
    case 'media':
      return <MediaContent ticketId={message.ticketId} content={content} media={message.media} />;
    case 'location':
      return <LocationContent content={content} />;
    case 'labelled':
      return <LabelledContent content={content} withdrawn={message.withdrawn} />;
  }
}
