import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../shared/contract.js';
import { clockTime, dayKey, dayName } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import styles from './centred-rows.module.css';
import { elementId } from './talk-context.js';
import { useWatched } from './use-watched.js';

const dayMs = 24 * 60 * 60 * 1000;

export function DayRow({ instant }: { instant: string }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const date = dayName(instant, language);
  const nearness = useFromServerNow(
    useCallback(
      (now: number) => {
        const day = dayKey(instant);
        if (day === dayKey(now)) return 'today';
        return day === dayKey(now - dayMs) ? 'yesterday' : 'other';
      },
      [instant],
    ),
  );
  return (
    <div className={styles.day}>
      <span>{nearness === 'other' ? date : t(`day.${nearness}`, { date })}</span>
    </div>
  );
}

/** Something that happened: came, blocked, took a message back. */
export function HappeningRow({ message }: { message: MessageView }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const ref = useWatched(message);
  if (message.content.kind !== 'labelled') return null;
  const { label, detail } = message.content;
  // What LINE may add to these one day is shown as it comes.
  const words = detail === null ? null : t(`notice.${label}.${detail}`, { defaultValue: detail });
  return (
    <div className={styles.happening} ref={ref} id={elementId(message.id)}>
      <span>
        {t(`kind.${label}`)}
        {words !== null && <span className={styles.detail}>{t('talk.detail', { words })}</span>}{' '}
        <time dateTime={message.occurredAt}>{clockTime(message.occurredAt, language)}</time>
      </span>
    </div>
  );
}
