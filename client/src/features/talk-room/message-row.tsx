import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { classNames } from '../../shared/ui/class-names.js';
import { DeliveryLine } from './delivery-line.js';
import { MessageBody } from './message-body.js';
import styles from './message-row.module.css';
import { type WatchMessage } from './use-shown-messages.js';
import { useWatched } from './use-watched.js';

interface MessageRowProps {
  message: MessageView;
  isFirst: boolean;
  staffId: string;
  watch: WatchMessage;
}

export function MessageRow({ message, isFirst, staffId, watch }: MessageRowProps): JSX.Element {
  const language = useLanguage();
  const { direction, content, delivery, occurredAt } = message;
  const side = direction === 'inbound' ? styles.theirs : styles.ours;
  return (
    <li
      className={classNames(styles.row, side, isFirst && styles.first)}
      ref={useWatched(message, watch)}
      data-direction={direction}
    >
      <VoiceLabel message={message} isFirst={isFirst} staffId={staffId} />
      <div className={styles.line}>
        <div className={classNames(styles.bubble, styles[direction], styles[content.kind])}>
          <MessageBody content={content} />
        </div>
        <time className={styles.time} dateTime={occurredAt}>
          {clockTime(occurredAt, language)}
        </time>
      </div>
      {delivery !== null && <DeliveryLine delivery={delivery} />}
    </li>
  );
}

/** Who speaks: seen where it isn't plain from the side, and always there for a screen reader. */
function VoiceLabel({ message, isFirst, staffId }: Omit<MessageRowProps, 'watch'>): JSX.Element {
  const { t } = useTranslation();
  const { direction, author } = message;
  if (direction === 'automatic' || direction === 'note') {
    return <p className={styles.voice}>{t(direction === 'note' ? 'talk.note' : 'talk.automatic')}</p>;
  }
  if (direction === 'inbound') return <p className="visually-hidden">{t('talk.caller')}</p>;
  const isOther = author !== null && author.id !== staffId;
  if (isOther && isFirst) return <p className={styles.voice}>{author.displayName}</p>;
  return <p className="visually-hidden">{isOther ? author.displayName : t('talk.me')}</p>;
}
