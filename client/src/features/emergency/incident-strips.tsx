import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DeskView,
  type SessionView,
  type TicketIncident,
  type TicketSummary,
} from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { supervises } from '../../shared/session/rights.js';
import { AgeText } from '../../shared/ui/age.js';
import { AlarmBar, AlarmLink, AlarmRow } from '../../shared/ui/alarm-bar.js';
import { Bar } from '../../shared/ui/bar-stack.js';
import { Icon } from '../../shared/ui/icon.js';
import { useIsLate } from './due-text.js';
import styles from './incident-strips.module.css';

interface IncidentStripsProps {
  session: SessionView;
  /** The one whose checklist is on the screen anyway. */
  shownTicketId: string | null;
  addressOf: (ticketId: string) => string;
}

type WithIncident = TicketSummary & { readonly incident: TicketIncident };

/** Emergencies of the accounts that the person supervises: they stand on every screen as long as they last, and make no sound. */
export function IncidentStrips({ session, shownTicketId, addressOf }: IncidentStripsProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const tickets = desk === undefined ? [] : withIncidents(desk);
  const rows = tickets.filter(({ id, accountId }) => id !== shownTicketId && supervises(session, accountId));
  return (
    <AlarmBar role="status" label={t('emergency.region')}>
      {rows.map((ticket) => (
        <IncidentRow key={ticket.id} ticket={ticket} address={addressOf(ticket.id)} />
      ))}
    </AlarmBar>
  );
}

function IncidentRow({ ticket, address }: { ticket: WithIncident; address: string }): JSX.Element {
  const { t } = useTranslation();
  const isLate = useIsLate(ticket.incident.nextDueAt);
  return (
    <AlarmRow
      bar={isLate ? 'incident-late' : 'incident'}
      kind="incident"
      tone="amber"
      about={t('ticketAlarm.about', { alias: ticket.alias, number: ticket.number })}
      actions={<ChecklistLink ticket={ticket} address={address} />}
    >
      <Standing incident={ticket.incident} />
    </AlarmRow>
  );
}

interface IncidentLineProps {
  ticket: TicketSummary;
  address: string;
}

/** The same below the head of the talk itself. */
export function IncidentLine({ ticket, address }: IncidentLineProps): JSX.Element | null {
  const { incident } = ticket;
  if (incident === null) return null;
  return (
    <Bar kind="incident-here">
      <div className={styles.line} data-incident={incident.id}>
        <Icon name="alert" size={16} />
        <div className={styles.words}>
          <Standing incident={incident} />
        </div>
        <ChecklistLink ticket={ticket} address={address} />
      </div>
    </Bar>
  );
}

function ChecklistLink({ ticket, address }: IncidentLineProps): JSX.Element {
  const { t } = useTranslation();
  const who = { alias: ticket.alias, number: ticket.number };
  return (
    <AlarmLink href={address} aria-label={t('emergency.toChecklistLabel', who)}>
      <Icon name="lines" size={16} />
      {t('emergency.toChecklist')}
    </AlarmLink>
  );
}

function Standing({ incident }: { incident: TicketIncident }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { since, nextDueAt, settled, steps } = incident;
  const isLate = useIsLate(nextDueAt);
  const next =
    nextDueAt === null
      ? t('emergency.allSettled')
      : t('emergency.nextBy', { time: clockTime(nextDueAt, language) });
  return (
    <span className={styles.standing}>
      <strong>{t('emergency.ongoing')}</strong>
      {/* Ticking, and so not for a screen reader; the time it began is. */}
      <span aria-hidden="true">
        {t('emergency.elapsed')} <AgeText since={since} />
      </span>
      <span>{t('emergency.progress', { settled, steps })}</span>
      <span>{isLate ? <strong className={styles.late}>{t('emergency.late')}</strong> : next}</span>
    </span>
  );
}

function withIncidents(desk: DeskView): WithIncident[] {
  return [desk.waiting, desk.followUps, desk.mine, desk.others, desk.ended]
    .flat()
    .filter((ticket): ticket is WithIncident => ticket.incident !== null)
    .toSorted((a, b) => Date.parse(a.incident.since) - Date.parse(b.incident.since));
}
