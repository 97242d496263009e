import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { AgeText } from './age.js';
import styles from './unanswered-mark.module.css';

/** Since when the caller waits for us: the one thing on the desk that is lit in amber. */
export function UnansweredMark({ since }: { since: string | null }): JSX.Element {
  const { t } = useTranslation();
  if (since === null) return <span className={styles.answered}>{t('ticket.answered')}</span>;
  return (
    <span className={styles.unanswered}>
      <span className={styles.light} aria-hidden="true" />
      {t('ticket.unanswered')} <AgeText since={since} />
    </span>
  );
}
