import type { ReactElement } from 'react';
import type { TalkItem, WireMessage } from '../../server/phone-contract.js';
import { contentUrl, type Talk } from './api.js';
import { FlexView } from './flex-view.js';
import { Icon } from './icons.js';
import { LinkedText } from './linked-text.js';
import { plainText, stringOf } from './preview.js';
import { StickerArt } from './sticker-art.js';
import { findSticker } from './stickers.js';
import { TemplateView } from './template-view.js';
import { useTexts } from './texts.js';

interface Props {
  readonly item: TalkItem;
  readonly talk: Talk;
}

/** What is inside the bubble, by the type of the message. */
export function MessageBody({ item, talk }: Props): ReactElement {
  const texts = useTexts();
  const { message } = item;
  switch (message.type) {
    case 'text':
    case 'textV2':
      return (
        <div className="bubble">
          <LinkedText text={plainText(message)} />
        </div>
      );
    case 'sticker':
      return <StickerView message={message} />;
    case 'image':
      return <Picture item={item} />;
    case 'video':
    case 'audio':
      return <Recording item={item} />;
    case 'file':
      return (
        <a className="bubble file" href={contentUrl(item.id)} download={stringOf(message['fileName'])}>
          <Icon name="file" />
          <span>{stringOf(message['fileName'])}</span>
        </a>
      );
    case 'location':
      return <Place message={message} />;
    case 'template':
      return <TemplateView message={message} talk={talk} />;
    case 'flex':
      return <FlexView message={message} talk={talk} />;
    default:
      return <div className="bubble unsupported">{stringOf(message['altText']) || texts('unsupported')}</div>;
  }
}

function StickerView({ message }: { message: WireMessage }): ReactElement {
  const texts = useTexts();
  const sticker = findSticker(message['stickerId']);
  const label = sticker?.label ?? texts('sticker');
  return (
    <div className="sticker" role="img" aria-label={label}>
      <StickerArt mood={sticker?.mood ?? 'yes'} />
      <span>{label}</span>
    </div>
  );
}

/** The account's pictures come from its own addresses, the caller's from the stand-in. */
function sourceOf(item: TalkItem): string {
  return stringOf(item.message['originalContentUrl']) || contentUrl(item.id);
}

function Picture({ item }: { item: TalkItem }): ReactElement {
  const texts = useTexts();
  const preview = stringOf(item.message['previewImageUrl']) || sourceOf(item);
  return (
    <a className="picture" href={sourceOf(item)} target="_blank" rel="noreferrer">
      <img src={preview} alt={texts('image')} />
    </a>
  );
}

function Recording({ item }: { item: TalkItem }): ReactElement {
  const texts = useTexts();
  const { type } = item.message;
  const duration = item.message['duration'];
  const seconds = typeof duration === 'number' ? Math.max(1, Math.round(duration / 1_000)) : undefined;
  return (
    <a className="bubble file" href={sourceOf(item)} target="_blank" rel="noreferrer">
      <Icon name={type === 'audio' ? 'voice' : 'play'} />
      <span>{texts(type === 'audio' ? 'audio' : 'video')}</span>
      {seconds !== undefined && <span className="faint">{texts('seconds', { count: seconds })}</span>}
    </a>
  );
}

function Place({ message }: { message: WireMessage }): ReactElement {
  const texts = useTexts();
  const { latitude, longitude } = message;
  const map = `https://www.openstreetmap.org/?mlat=${String(latitude)}&mlon=${String(longitude)}#map=16/${String(latitude)}/${String(longitude)}`;
  return (
    <div className="card place">
      <span className="place-map" aria-hidden="true">
        <Icon name="place" size={30} />
      </span>
      <strong>{stringOf(message['title']) || texts('location')}</strong>
      <span>{stringOf(message['address'])}</span>
      <a href={map} target="_blank" rel="noreferrer">
        {texts('openMap')}
      </a>
    </div>
  );
}
