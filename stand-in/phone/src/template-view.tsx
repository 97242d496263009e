import type { ReactElement } from 'react';
import type { WireMessage } from '../../server/phone-contract.js';
import { ActionButton } from './action-button.js';
import { actionsOf } from './actions.js';
import type { Talk } from './api.js';
import { stringOf } from './preview.js';

interface Card {
  readonly title?: unknown;
  readonly text?: unknown;
  readonly thumbnailImageUrl?: unknown;
  readonly actions?: unknown;
  readonly columns?: unknown;
}

/** Buttons, confirm and carousel templates as cards with buttons. */
export function TemplateView({ message, talk }: { message: WireMessage; talk: Talk }): ReactElement {
  const template = (message['template'] ?? {}) as Card;
  const cards = Array.isArray(template.columns) ? (template.columns as Card[]) : [template];
  return (
    <div className={cards.length > 1 ? 'carousel' : undefined}>
      {cards.map((card, index) => (
        <div className="card" key={index}>
          {stringOf(card.thumbnailImageUrl) !== '' && (
            <img className="card-image" src={stringOf(card.thumbnailImageUrl)} alt="" />
          )}
          <div className="card-words">
            {stringOf(card.title) !== '' && <strong>{stringOf(card.title)}</strong>}
            <p>{stringOf(card.text)}</p>
          </div>
          <div className="card-actions">
            {actionsOf(card.actions).map((action, position) => (
              <ActionButton key={position} className="card-action" action={action} talk={talk} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
