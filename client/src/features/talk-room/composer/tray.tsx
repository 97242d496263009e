import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { BUBBLE_LIMIT, type MessageView } from '../../../shared/contract.js';
import { fileSize } from '../../../shared/format/size.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Button } from '../../../shared/ui/button.js';
import { classNames } from '../../../shared/ui/class-names.js';
import { Icon, type IconName } from '../../../shared/ui/icon.js';
import { mediaAddress } from '../content/media-address.js';
import { useContentWords } from '../content/use-content-words.js';
import { type Draft, editBubble, nameOfBubble, type PendingBubble } from './pending-reply.js';
import styles from './tray.module.css';
import { UploadList } from './upload-list.js';

interface TrayProps {
  ticketId: string;
  draft: Draft;
  quoted: MessageView | null;
  onDraft: (change: (draft: Draft) => Draft) => void;
}

/** What goes out together with the text, in the order in which the caller will see it. */
export function Tray({ ticketId, draft, quoted, onDraft }: TrayProps): JSX.Element {
  const { t } = useTranslation();
  const { tray, quickReplies, text } = draft;
  const bubbles = tray.length + (text.trim() === '' ? 0 : 1);
  return (
    <div className={styles.tray}>
      {tray.length > 0 && (
        <>
          <p className={classNames(styles.heading, bubbles > BUBBLE_LIMIT && styles.full)} role="status">
            {t('composer.tray')}
            <span className={styles.count}>
              {t('composer.trayCount', { count: bubbles, limit: BUBBLE_LIMIT })}
            </span>
            {bubbles > BUBBLE_LIMIT && t('composer.trayFull', { limit: BUBBLE_LIMIT })}
          </p>
          <ol className={styles.bubbles} aria-label={t('composer.tray')}>
            {tray.map((bubble, index) => (
              <Item
                // oxlint-disable-next-line react/no-array-index-key -- they have no other name, and two may be equal
                key={index}
                ticketId={ticketId}
                bubble={bubble}
                onRemove={() => onDraft((before) => ({ ...before, tray: before.tray.toSpliced(index, 1) }))}
                onEdit={() => onDraft((before) => editBubble(before, index))}
              />
            ))}
          </ol>
        </>
      )}
      <UploadList ticketId={ticketId} />
      {quickReplies.length > 0 && (
        <ul className={styles.quickReplies} aria-label={t('quickReply.heading')}>
          {quickReplies.map((label) => (
            <li key={label} className={styles.quickReply}>
              {label}
            </li>
          ))}
        </ul>
      )}
      {quoted !== null && (
        <QuoteLine message={quoted} onRemove={() => onDraft((before) => ({ ...before, quotes: null }))} />
      )}
    </div>
  );
}

const icons: Record<PendingBubble['kind'], IconName> = {
  text: 'talk',
  location: 'place',
  attachment: 'file',
};

interface ItemProps {
  ticketId: string;
  bubble: PendingBubble;
  onRemove: () => void;
  onEdit: () => void;
}

function Item({ ticketId, bubble, onRemove, onEdit }: ItemProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = nameOfBubble(bubble);
  const short = name.slice(0, 40);
  return (
    <li className={styles.bubble}>
      {bubble.kind === 'attachment' && bubble.media === 'image' ? (
        <img className={styles.preview} src={mediaAddress(ticketId, bubble.mediaId)} alt="" />
      ) : (
        <Icon name={icons[bubble.kind]} size={18} />
      )}
      <span className={styles.name}>{name}</span>
      {bubble.kind === 'attachment' && (
        <span className={styles.facts}>
          {bubble.bytes !== null && `${fileSize(bubble.bytes, language)} · `}
          {t('composer.attachHint')}
        </span>
      )}
      {bubble.kind === 'text' && (
        <Button
          look="plain"
          size="icon"
          className={styles.button ?? ''}
          aria-label={t('composer.edit', { name: short })}
          onPress={onEdit}
        >
          <Icon name="edit" size={16} />
        </Button>
      )}
      <Button
        look="plain"
        size="icon"
        className={styles.button ?? ''}
        aria-label={t('composer.remove', { name: short })}
        onPress={onRemove}
      >
        <Icon name="close" size={16} />
      </Button>
    </li>
  );
}

function QuoteLine({ message, onRemove }: { message: MessageView; onRemove: () => void }): JSX.Element {
  const { t } = useTranslation();
  const wordsOf = useContentWords();
  return (
    <div className={styles.quote}>
      <Icon name="quote" size={16} />
      <p className={styles.quoteWords}>{t('composer.quoting', { words: wordsOf(message.content) })}</p>
      <Button
        look="plain"
        size="icon"
        className={styles.button ?? ''}
        aria-label={t('composer.quoteRemove')}
        onPress={onRemove}
      >
        <Icon name="close" size={16} />
      </Button>
    </div>
  );
}
