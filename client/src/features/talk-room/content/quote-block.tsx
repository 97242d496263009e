import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../../shared/contract.js';
import { classNames } from '../../../shared/ui/class-names.js';
import styles from './quote-block.module.css';
import { useContentWords } from './use-content-words.js';

interface QuoteBlockProps {
  quote: NonNullable<MessageView['quote']>;
  /** Null where the quoted message isn't in this talk room: it may have been said in an earlier ticket. */
  onGoTo: ((messageId: string) => void) | null;
}

export function QuoteBlock({ quote, onGoTo }: QuoteBlockProps): JSX.Element {
  const { t } = useTranslation();
  const wordsOf = useContentWords();
  const { messageId, direction, content } = quote;
  if (messageId === null || content === null) {
    return <p className={classNames(styles.quote, styles.unknown)}>{t('message.quoteUnknown')}</p>;
  }
  const words = wordsOf(content);
  const name = t(direction === 'inbound' ? 'message.quotedCaller' : 'message.quotedUs');
  const isGone = content.kind === 'labelled';
  const inside = (
    <>
      <span className={styles.who}>{t('message.quoteOf', { name })}</span>
      <span className={classNames(styles.words, isGone && styles.unknown)}>{words}</span>
    </>
  );
  if (onGoTo === null) return <div className={styles.quote}>{inside}</div>;
  return (
    <button
      type="button"
      className={classNames(styles.quote, styles.link)}
      aria-label={`${t('message.quoteOf', { name })} ${t('message.quoteGoTo', { words })}`}
      onClick={() => onGoTo(messageId)}
    >
      {inside}
    </button>
  );
}
