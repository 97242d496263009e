import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, type SessionView, type TicketSummary } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { Link } from '../../shared/navigation/link.js';
import { supervises } from '../../shared/session/rights.js';
import { useRinging } from '../../shared/sound/use-ringing.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { AlarmBar, AlarmRow } from '../../shared/ui/alarm-bar.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useAccountName } from '../../shared/ui/ticket-line.js';
import { type TicketAlarmRow, ticketAlarmRows, ticketAlarmTone } from './alarm-rows.js';
import styles from './ticket-alarms.module.css';

interface TicketAlarmsProps {
  session: SessionView;
  addressOf: (ticket: TicketSummary) => string;
}

/** What a supervisor must know now, whatever they look at and whether the account is open: it rings until one has seen it. */
export function TicketAlarms({ session, addressOf }: TicketAlarmsProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const rows = desk === undefined ? [] : ticketAlarmRows(desk, (accountId) => supervises(session, accountId));
  useRinging('alarm', rows.length > 0);
  return (
    <AlarmBar role="alert" label={t('ticketAlarm.region')}>
      {rows.map((row) => (
        <Row
          key={`${row.ticket.id} ${row.alarm.kind}`}
          row={row}
          accounts={desk?.accounts ?? []}
          address={addressOf(row.ticket)}
        />
      ))}
    </AlarmBar>
  );
}

interface RowProps {
  row: TicketAlarmRow;
  accounts: readonly AccountView[];
  address: string;
}

function Row({ row: { ticket, alarm }, accounts, address }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const seen = useTicketAction(ticket.id, `alarms/${alarm.kind}/seen`);
  const what = t(`ticketAlarm.kind.${alarm.kind}`, { level: t(`risk.level.${ticket.risk}`) });
  const who = { alias: ticket.alias, number: ticket.number };
  return (
    <AlarmRow
      kind={alarm.kind}
      tone={ticketAlarmTone(alarm.kind)}
      about={t('ticketAlarm.about', who)}
      actions={
        <>
          <Link href={address} className={styles.link} aria-label={t('ticketAlarm.openLabel', who)}>
            <Icon name="eye" size={16} />
            {t('ticketAlarm.open')}
          </Link>
          <Button
            size="small"
            look={ticketAlarmTone(alarm.kind) === 'danger' ? 'danger' : 'soft'}
            aria-label={t('ticketAlarm.seenLabel', { ...who, what })}
            isPending={seen.isPending}
            onPress={() => seen.mutate({})}
          >
            <Icon name="check" size={16} />
            {t('ticketAlarm.seen')}
          </Button>
        </>
      }
    >
      <strong>{what}</strong>{' '}
      <span className={styles.facts}>
        <span>{useAccountName(accounts, ticket.accountId)}</span>{' '}
        {/* No ticking age: it would be read out each second. */}
        <time dateTime={alarm.raisedAt}>
          {t('alarm.since', { time: dayAndTime(alarm.raisedAt, language) })}
        </time>{' '}
        {ticket.state === 'closed' && <span>{t('ticketAlarm.ended')}</span>}
      </span>
      {seen.error !== null && <p role="alert">{errorMessage(seen.error)}</p>}
    </AlarmRow>
  );
}
