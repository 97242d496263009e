import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { mayRead } from '../../shared/session/rights.js';
import { RiskButton } from './risk-button.js';
import styles from './risk.module.css';
import { StandingHistory } from './standing-history.js';

/** The place of risk beside the talk: how it stands, and how it came to that. */
export function RiskSection({
  ticket,
  session,
}: {
  ticket: TicketSummary;
  session: SessionView;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-labelledby="caller-risk">
      <div className={styles.sectionHead}>
        <h3 id="caller-risk" className={styles.heading}>
          {t('risk.word')}
        </h3>
        <RiskButton ticket={ticket} session={session} isNamed />
      </div>
      {mayRead(session, ticket) && <StandingHistory ticketId={ticket.id} />}
    </section>
  );
}
