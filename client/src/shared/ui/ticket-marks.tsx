import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../contract.js';
import { Chip } from './chip.js';
import { Icon } from './icon.js';
import styles from './ticket-marks.module.css';

/** What is special about a ticket, and how much the caller has written. */
export function TicketMarks({ ticket }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  return (
    <span className={styles.marks}>
      {!ticket.callerReachable && (
        <Chip tone="danger" title={t('ticket.blockedHint')}>
          <Icon name="blocked" size={12} />
          {t('ticket.blocked')}
        </Chip>
      )}
      {ticket.carriedOver && (
        <Chip title={t('ticket.carriedOverHint')}>
          <Icon name="moon" size={12} />
          {t('ticket.carriedOver')}
        </Chip>
      )}
      <span className={styles.count}>{t('ticket.messages', { count: ticket.inboundCount })}</span>
    </span>
  );
}
