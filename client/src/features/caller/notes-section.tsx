import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useNotesOfRoom } from '../../shared/live/use-talk-room.js';
import styles from './sections.module.css';

/** What people noted in this ticket, newest first. */
export function NotesSection({ ticketId }: { ticketId: string }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const notes = useNotesOfRoom(ticketId) ?? [];
  if (notes.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('note.heading')}>
      <h3 className={styles.heading}>{t('note.heading')}</h3>
      <ul className={styles.list}>
        {notes.toReversed().map(({ id, content, author, occurredAt }) => (
          <li key={id} className={styles.note}>
            <p className={styles.words}>{content.kind === 'text' ? content.text : ''}</p>
            <p className={styles.second}>
              {author?.displayName} <time dateTime={occurredAt}>{dayAndTime(occurredAt, language)}</time>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
