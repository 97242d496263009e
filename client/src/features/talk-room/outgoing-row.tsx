import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '../../shared/api/error-message.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import deliveryStyles from './delivery-line.module.css';
import styles from './message-row.module.css';
import { type PendingBubble } from './composer/pending-reply.js';
import { QuickReplies, TextContent } from './content/text-content.js';
import { type OutgoingReply } from './outgoing.js';
import { useTalk } from './talk-context.js';

/** What can be done with a reply that is still here. */
export interface OutgoingActions {
  onResend: (reply: OutgoingReply) => void;
  onDiscard: (reply: OutgoingReply) => void;
}

interface OutgoingRowProps extends OutgoingActions {
  reply: OutgoingReply;
}

/** A reply that the server hasn't confirmed yet. */
export function OutgoingRow({ reply, onResend, onDiscard }: OutgoingRowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { goesToReview } = useTalk();
  const { state } = reply;
  const isUnsent = state === 'unsent';
  // A refusal is one, whoever would have looked at it.
  const said = goesToReview && state !== 'unsent' ? t(`outgoingReview.${state}`) : t(`outgoing.${state}`);
  return (
    <div className={classNames(styles.row, styles.ours, styles.first)} data-direction="outbound">
      <p className="visually-hidden">{t('talk.me')}</p>
      <div className={styles.bundle}>
        {reply.bubbles.map((bubble, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- they have no other name, and never change places
          <div key={index} className={styles.line}>
            <div
              className={classNames(
                styles.bubble,
                styles.outbound,
                reply.state !== 'sending' && styles.unsent,
              )}
            >
              <PendingBody bubble={bubble} />
            </div>
          </div>
        ))}
      </div>
      {reply.quickReplies !== undefined && <QuickReplies labels={reply.quickReplies} />}
      <p
        className={classNames(deliveryStyles.delivery, isUnsent && deliveryStyles.failed)}
        data-delivery={reply.state}
        // That it waits for somebody else's eyes is heard at once: whoever wrote it believes it is on its way.
        role={isUnsent ? 'alert' : goesToReview ? 'status' : undefined}
      >
        <Icon
          name={isUnsent ? 'alert' : goesToReview ? 'eye' : state === 'waiting' ? 'clock' : 'wait'}
          size={13}
        />
        <span>
          {said}
          {reply.error !== null && isUnsent && (
            <span className={deliveryStyles.reason}>
              {t('delivery.because', {
                reason:
                  reply.error.code === 'unavailable'
                    ? t('delivery.unsure')
                    : errorMessage(reply.error, language, t),
              })}
            </span>
          )}
        </span>
      </p>
      {reply.state !== 'sending' && (
        <div className={deliveryStyles.actions} data-own-actions>
          <Button size="small" look="plain" onPress={() => onDiscard(reply)}>
            {t(isUnsent ? 'delivery.discard' : 'outgoing.undo')}
          </Button>
          {reply.state !== 'waiting' && (
            <Button size="small" onPress={() => onResend(reply)}>
              {t(isUnsent ? 'delivery.resend' : goesToReview ? 'outgoingReview.now' : 'outgoing.now')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

export function PendingBody({ bubble }: { bubble: PendingBubble }): JSX.Element {
  switch (bubble.kind) {
    case 'text':
      return <TextContent content={bubble} />;
    case 'location':
      return (
        <>
          <p>{bubble.title}</p>
          <p>{bubble.address}</p>
        </>
      );
    case 'attachment':
      return <p>{bubble.fileName}</p>;
  }
}
