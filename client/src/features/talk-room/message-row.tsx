import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { ImageSet } from './content/image-set.js';
import { MessageBody } from './content/message-body.js';
import { QuoteBlock } from './content/quote-block.js';
import { QuickReplies } from './content/text-content.js';
import { useContentWords } from './content/use-content-words.js';
import { DeliveryLine } from './delivery-line.js';
import { MessageMarks } from './message-marks.js';
import styles from './message-row.module.css';
import { elementId, useTalk } from './talk-context.js';
import { useWatched } from './use-watched.js';

interface MessageRowProps {
  message: MessageView;
  isFirst: boolean;
  isLastOfReply: boolean;
}

export function MessageRow({ message, isFirst, isLastOfReply }: MessageRowProps): JSX.Element {
  const language = useLanguage();
  const { marked } = useTalk();
  const { id, direction, content, delivery, occurredAt, quote } = message;
  const side = direction === 'inbound' ? styles.theirs : styles.ours;
  const quickReplies = content.kind === 'text' ? (content.quickReplies ?? []) : [];
  return (
    <div
      className={classNames(styles.row, side, isFirst && styles.first, marked === id && styles.marked)}
      ref={useWatched(message)}
      id={elementId(id)}
      tabIndex={-1}
      data-direction={direction}
    >
      <VoiceLabel message={message} isFirst={isFirst} />
      <div className={styles.line}>
        <div className={classNames(styles.bubble, styles[direction], lookOf(message))}>
          {quote !== null && <Quote quote={quote} />}
          <MessageBody message={message} />
        </div>
        <time className={styles.time} dateTime={occurredAt}>
          {clockTime(occurredAt, language)}
        </time>
        <UseButton message={message} />
        <QuoteButton message={message} />
      </div>
      {quickReplies.length > 0 && <QuickReplies labels={quickReplies} />}
      <MessageMarks message={message} />
      {delivery !== null && isLastOfReply && <DeliveryLine message={message} delivery={delivery} />}
      {isLastOfReply && <Approval message={message} />}
    </div>
  );
}

/** Pictures that were sent together. */
export function ImagesRow({
  messages,
  isFirst,
}: {
  messages: readonly MessageView[];
  isFirst: boolean;
}): JSX.Element {
  const language = useLanguage();
  const [first] = messages;
  return (
    <div
      className={classNames(styles.row, styles.theirs, isFirst && styles.first)}
      data-direction={first?.direction}
    >
      {first !== undefined && <VoiceLabel message={first} isFirst={isFirst} />}
      <div className={styles.line}>
        <div className={classNames(styles.bubble, styles.inbound, styles.picture)}>
          <ImageSet messages={messages} />
        </div>
        {first !== undefined && (
          <time className={styles.time} dateTime={first.occurredAt}>
            {clockTime(first.occurredAt, language)}
          </time>
        )}
      </div>
    </div>
  );
}

function lookOf({ content, withdrawn, media }: MessageView): string {
  const isPicture = content.kind === 'media' && content.media !== 'file' && content.media !== 'audio';
  return classNames(
    styles[content.kind],
    isPicture && media?.state === 'stored' && styles.picture,
    withdrawn !== null && (content.kind === 'labelled' ? styles.tombstone : styles.withdrawn),
  );
}

function Quote({ quote }: { quote: NonNullable<MessageView['quote']> }): JSX.Element {
  const { goTo } = useTalk();
  return <QuoteBlock quote={quote} onGoTo={quote.isHere ? goTo : null} />;
}

function QuoteButton({ message }: { message: MessageView }): JSX.Element | null {
  const { t } = useTranslation();
  const { canReply, quote } = useTalk();
  const wordsOf = useContentWords();
  if (!message.quotable || !canReply) return null;
  return (
    <Button
      look="plain"
      size="icon"
      className={styles.action ?? ''}
      aria-label={t('message.quoteLabel', { words: wordsOf(message.content).slice(0, 40) })}
      onPress={() => quote(message)}
    >
      <Icon name="quote" size={16} />
    </Button>
  );
}

/** Takes a caller's words over to where somebody gathers them. */
function UseButton({ message }: { message: MessageView }): JSX.Element | null {
  const { t } = useTranslation();
  const { use } = useTalk();
  const wordsOf = useContentWords();
  const isTheirs = message.direction === 'inbound' && message.withdrawn === null;
  if (use === undefined || !isTheirs) return null;
  const { content } = message;
  const words = wordsOf(content);
  return (
    <Button
      size="small"
      aria-label={t('emergency.facts.useLabel', { words: words.slice(0, 40) })}
      onPress={() => use(message.id, wholeWords(content) ?? words)}
    >
      <Icon name="copy" size={15} />
      {t('emergency.facts.use')}
    </Button>
  );
}

/** Not in one line: of a place, all that helps to find it. */
function wholeWords(content: MessageView['content']): string | null {
  if (content.kind === 'text') return content.text;
  if (content.kind !== 'location') return null;
  const { title, address, latitude, longitude } = content;
  return [title, address, `${latitude}, ${longitude}`].filter((line) => line !== null).join('\n');
}

/** Whose eyes a reply passed before it left. */
function Approval({ message: { approved } }: { message: MessageView }): JSX.Element | null {
  const { t } = useTranslation();
  if (approved === null) return null;
  return (
    <p className={styles.approved}>
      <Icon name="check" size={13} />
      {t(approved.isEdited ? 'approval.editedBy' : 'approval.approvedBy', { name: approved.by.displayName })}
    </p>
  );
}

/** Who speaks: seen where it isn't plain from the side, and always there for a screen reader. */
function VoiceLabel({ message, isFirst }: Omit<MessageRowProps, 'isLastOfReply'>): JSX.Element {
  const { t } = useTranslation();
  const { staffId } = useTalk();
  const { direction, author, content } = message;
  if (direction === 'whisper') {
    const isCounselors = content.kind === 'text' && content.saidAs === 'counselor';
    const side = isCounselors ? 'toSupervisor' : 'fromSupervisor';
    return (
      <p className={styles.whisperVoice}>
        <Icon name="whisper" size={14} />
        {t(`whisper.${side}`, { name: author?.displayName ?? '' })}
        <span className={styles.hidden}>{t('whisper.hidden')}</span>
      </p>
    );
  }
  if (direction === 'automatic' || direction === 'note') {
    return (
      <p className={styles.voice}>
        {direction === 'note' ? t('note.by', { name: author?.displayName ?? '' }) : t('talk.automatic')}
      </p>
    );
  }
  if (direction === 'inbound') return <p className="visually-hidden">{t('talk.caller')}</p>;
  const isOther = author !== null && author.id !== staffId;
  if (isOther && isFirst) return <p className={styles.voice}>{author.displayName}</p>;
  return <p className="visually-hidden">{isOther ? author.displayName : t('talk.me')}</p>;
}
