import { useQuery } from '@tanstack/react-query';
import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../shared/api/request.js';
import { type PastTicket, pastTicketsViewSchema, type TicketSummary } from '../../shared/contract.js';
import { splitAge } from '../../shared/format/age.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import styles from './sections.module.css';

interface PastSectionProps {
  ticket: TicketSummary;
  onOpen: (ticketId: string) => void;
}

/** Earlier consultations of this caller with this account; there only for whom the account shows them to. */
export function PastSection({ ticket, onOpen }: PastSectionProps): JSX.Element | null {
  const { t } = useTranslation();
  const { data } = useQuery({
    // Whose it is, and whether it has ended, decides what may be seen.
    queryKey: ['past', ticket.id, ticket.state, ticket.assignedTo?.id],
    queryFn: ({ signal }) =>
      request(pastTicketsViewSchema, `/api/tickets/${encodeURIComponent(ticket.id)}/past`, { signal }),
  });
  if (data === undefined || !data.isShown) return null;
  return (
    <section className={styles.section} aria-label={t('past.heading')}>
      <h3 className={styles.heading}>
        {t('past.heading')}{' '}
        <span className={styles.count}>{t('lists.count', { count: data.items.length })}</span>
      </h3>
      {data.items.length === 0 && <p className={styles.second}>{t('past.none')}</p>}
      <ul className={styles.list}>
        {data.items.map((item) => (
          <li key={item.id}>
            <PastRow item={item} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PastRow({ item, onOpen }: { item: PastTicket; onOpen: (ticketId: string) => void }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, number, openedAt, takenAt, closedAt, counselor, inboundCount, ending, hadIncident, category } =
    item;
  const lasted = takenAt === null ? null : splitAge(Date.parse(closedAt) - Date.parse(takenAt));
  return (
    <button type="button" className={styles.past} onClick={() => onOpen(id)}>
      <span className={styles.words}>
        {t('ticket.number', { number })} <time dateTime={openedAt}>{dayAndTime(openedAt, language)}</time>
      </span>
      <span className={styles.second}>
        {[
          category,
          counselor,
          lasted !== null && t(`age.${lasted.key}`, { ...lasted }),
          t('ticket.messages', { count: inboundCount }),
          t(`past.ending.${ending}`),
          hadIncident && t('emergency.past'),
        ]
          .filter(Boolean)
          .join('・')}
      </span>
    </button>
  );
}
