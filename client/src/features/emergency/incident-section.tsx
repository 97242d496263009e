import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type IncidentView, type TicketSummary } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { useIncidents } from './api/incidents.js';
import styles from './incident-section.module.css';

interface IncidentSectionProps {
  ticket: TicketSummary;
  addressOf: (incident: IncidentView) => string;
}

/** The emergencies of a ticket beside its talk; nothing where there was none. */
export function IncidentSection({ ticket, addressOf }: IncidentSectionProps): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data } = useIncidents(ticket.id);
  if (data === undefined || data.incidents.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('emergency.heading')}>
      <h3 className={styles.heading}>{t('emergency.heading')}</h3>
      <ul className={styles.list}>
        {data.incidents.map((incident) => (
          <li key={incident.id}>
            <Link href={addressOf(incident)} className={styles.link}>
              <span>{dayAndTime(incident.openedAt, language)}</span>
              <span className={styles.second}>
                {incident.outcome === null
                  ? t('emergency.ongoing')
                  : t(`emergency.outcome.${incident.outcome}`)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
