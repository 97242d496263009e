import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../../shared/contract.js';
import { classNames } from '../../../shared/ui/class-names.js';
import { Icon } from '../../../shared/ui/icon.js';
import { elementId, useTalk } from '../talk-context.js';
import { useWatched } from '../use-watched.js';
import styles from './image-set.module.css';
import { mediaAddress } from './media-address.js';
import { NotScanned } from './media-content.js';
import { Picture } from './picture.js';

/** Pictures that were sent together, in the order in which the caller chose them. */
export function ImageSet({ messages }: { messages: readonly MessageView[] }): JSX.Element {
  const { t } = useTranslation();
  const stored = messages.find(({ media }) => media?.state === 'stored' && media.scan === 'not-scanned');
  return (
    <>
      <ul
        className={classNames(styles.grid, messages.length > 2 && messages.length !== 4 && styles.three)}
        aria-label={t('media.set', { count: messages.length })}
      >
        {messages.map((message, index) => (
          <Cell key={message.id} message={message} index={index} total={messages.length} />
        ))}
      </ul>
      {stored?.media && <NotScanned media={stored.media} />}
    </>
  );
}

interface CellProps {
  message: MessageView;
  index: number;
  total: number;
}

function Cell({ message, index, total }: CellProps): JSX.Element {
  const { t } = useTranslation();
  const { ticketId } = useTalk();
  const ref = useWatched(message);
  const { media } = message;
  const name = t('media.setLabel', { index: index + 1, total });
  return (
    <li ref={ref} id={elementId(message.id)} className={styles.cell}>
      {media?.state === 'stored' ? (
        <Picture address={mediaAddress(ticketId, media.id)} name={name} isCell />
      ) : (
        <div className={styles.state} data-media={media?.state}>
          <Icon name={media === null || media.state === 'waiting' ? 'image' : 'alert'} size={20} />
          <span>{t(media === null ? 'kind.image' : `media.${media.state}`)}</span>
        </div>
      )}
    </li>
  );
}
