import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { LampMark } from './lamp-mark.js';
import styles from './line-bubble.module.css';

interface LineBubbleProps {
  /** As callers see it, whatever the language of the screen. */
  accountName: string;
  text: string;
  quickReplies: readonly string[];
  /** When it would arrive, `20:05`; none where it is only a sample. */
  time?: string;
}

/** A text as it would stand in a caller's LINE: its look is LINE's, in light and dark alike. */
export function LineBubble({ accountName, text, quickReplies, time }: LineBubbleProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <figure className={styles.phone} aria-label={t('hours.bubble.label', { account: accountName })}>
      <div className={styles.message}>
        <span className={styles.face} aria-hidden="true">
          <LampMark size={26} />
        </span>
        <div className={styles.words}>
          <p className={styles.sender}>{accountName}</p>
          <div className={styles.line}>
            <p className={styles.bubble}>{text === '' ? t('hours.bubble.empty') : text}</p>
            {time !== undefined && <time className={styles.time}>{time}</time>}
          </div>
        </div>
      </div>
      {quickReplies.length > 0 && (
        <ul className={styles.replies} aria-label={t('hours.bubble.quickReplies')}>
          {quickReplies.map((label) => (
            <li key={label} className={styles.reply}>
              {label}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
