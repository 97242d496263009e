import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageContent } from '../../../shared/contract.js';
import styles from './text-content.module.css';
import { emojiName, type TextPart, textParts } from './text-parts.js';

type Text = Extract<MessageContent, { kind: 'text' }>;

export function TextContent({ content }: { content: Text }): JSX.Element {
  return (
    <p className={styles.text}>
      {textParts(content.text, content.marks).map((part) => (
        <Part key={part.index} part={part} />
      ))}
    </p>
  );
}

function Part({ part }: { part: TextPart }): JSX.Element {
  const { t } = useTranslation();
  if (part.kind === 'plain') return <>{part.text}</>;
  if (part.kind === 'mention') return <span className={styles.mention}>{part.text}</span>;
  const name = emojiName(part.text);
  return (
    <span
      className={styles.emoji}
      role="img"
      aria-label={t('message.emoji', { name })}
      title={t('message.emoji', { name })}
    >
      {name}
    </span>
  );
}

/** Answers that the caller could give with one touch. */
export function QuickReplies({ labels }: { labels: readonly string[] }): JSX.Element {
  const { t } = useTranslation();
  return (
    <ul className={styles.quickReplies} aria-label={t('message.quickReplies')}>
      {labels.map((label) => (
        <li key={label} className={styles.quickReply}>
          {label}
        </li>
      ))}
    </ul>
  );
}
