import type { ReactElement } from 'react';
import type { WireMessage } from '../../server/phone-contract.js';
import { ActionButton } from './action-button.js';
import { isAction } from './actions.js';
import type { Talk } from './api.js';
import { stringOf } from './preview.js';

interface Part {
  readonly type?: string;
  readonly text?: unknown;
  readonly weight?: unknown;
  readonly size?: unknown;
  readonly url?: unknown;
  readonly layout?: unknown;
  readonly action?: unknown;
  readonly contents?: unknown;
  readonly header?: Part;
  readonly hero?: Part;
  readonly body?: Part;
  readonly footer?: Part;
}

/** Flex messages in a plain form: their words, pictures and buttons in order, without their exact layout. */
export function FlexView({ message, talk }: { message: WireMessage; talk: Talk }): ReactElement {
  const container = (message['contents'] ?? {}) as Part;
  const bubbles = container.type === 'carousel' ? partsOf(container) : [container];
  return (
    <div className={bubbles.length > 1 ? 'carousel' : undefined}>
      {bubbles.map((bubble, index) => (
        <div className="card flex" key={index} aria-label={stringOf(message['altText'])}>
          {[bubble.header, bubble.hero, bubble.body, bubble.footer].map(
            (part, position) => part && <FlexPart key={position} part={part} talk={talk} />,
          )}
        </div>
      ))}
    </div>
  );
}

function FlexPart({ part, talk }: { part: Part; talk: Talk }): ReactElement | null {
  switch (part.type) {
    case 'box':
      return (
        <div className={part.layout === 'vertical' ? 'flex-column' : 'flex-row'}>
          {partsOf(part).map((inner, index) => (
            <FlexPart key={index} part={inner} talk={talk} />
          ))}
        </div>
      );
    case 'text':
      return (
        <p className={part.weight === 'bold' ? 'strong' : undefined} data-size={stringOf(part.size)}>
          {stringOf(part.text)}
        </p>
      );
    case 'button':
      return isAction(part.action) ? (
        <ActionButton className="card-action" action={part.action} talk={talk} />
      ) : null;
    case 'image':
      return <img className="card-image" src={stringOf(part.url)} alt="" />;
    case 'separator':
      return <hr />;
    default:
      return null;
  }
}

function partsOf(part: Part): Part[] {
  return Array.isArray(part.contents) ? (part.contents as Part[]) : [];
}
