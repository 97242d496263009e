import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../contract.js';
import { useLanguage } from '../i18n/use-language.js';
import { AssignmentMarks } from './assignment-marks.js';
import { Chip } from './chip.js';
import { Icon } from './icon.js';
import { RiskMark } from './risk-mark.js';
import { isInFront, languageName } from './ticket-standing.js';
import styles from './ticket-marks.module.css';

/** What is special about a ticket, why it stands where it stands, and how much the caller has written. */
export function TicketMarks({ ticket }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  return (
    <span className={styles.marks}>
      {ticket.risk !== 'none' && <RiskMark risk={ticket.risk} />}
      {ticket.incident !== null && (
        <Chip tone="danger">
          <Icon name="alert" size={12} />
          {t('emergency.ongoing')}
        </Chip>
      )}
      {isInFront(ticket) && (
        <Chip tone="accent" title={t('ticket.frontHint')}>
          <Icon name="front" size={12} />
          {t('ticket.front')}
        </Chip>
      )}
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
      <Wishes ticket={ticket} />
      <AssignmentMarks ticket={ticket} />
      <span className={styles.count}>{t('ticket.messages', { count: ticket.inboundCount })}</span>
    </span>
  );
}

/** Who is asked for. */
function Wishes({ ticket: { language, profession } }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  const shown = useLanguage();
  return (
    <>
      {language !== null && (
        <Chip title={t('ticket.languageHint')}>
          <Icon name="words" size={12} />
          {languageName(language, shown)}
        </Chip>
      )}
      {profession !== null && (
        <Chip title={t('ticket.professionHint')}>
          <Icon name="person" size={12} />
          {t(`profession.${profession}`)}
        </Chip>
      )}
    </>
  );
}
