import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import {
  type AccountView,
  type SessionView,
  type TicketAlarm,
  type TicketSummary,
} from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { supervises } from '../../shared/session/rights.js';
import { useRinging } from '../../shared/sound/use-ringing.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { AlarmBar, AlarmLink, AlarmRow } from '../../shared/ui/alarm-bar.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useAccountName } from '../../shared/ui/ticket-line.js';
import { type TicketAlarmRow, ticketAlarmRows, ticketAlarmTone } from './alarm-rows.js';
import styles from './ticket-alarms.module.css';
import { useUnmaskings } from './unmaskings.js';

interface TicketAlarmsProps {
  session: SessionView;
  addressOf: (ticket: TicketSummary) => string;
}

/** What a supervisor must know now, whatever they look at and whether the account is open: it rings until one has seen it. */
export function TicketAlarms({ session, addressOf }: TicketAlarmsProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const rows =
    desk === undefined
      ? []
      : ticketAlarmRows(desk, (accountId) => supervises(session, accountId), session.staff.id);
  // What is over already can be looked into a little later.
  useRinging(
    'alarm',
    rows.some(({ alarm }) => alarm.kind !== 'unmasked'),
  );
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
  const tone = ticketAlarmTone(alarm.kind);
  const what = t(`ticketAlarm.kind.${alarm.kind}`, {
    level: t(`risk.level.${ticket.risk}`),
    names: alarm.causedBy.map(({ displayName }) => displayName).join(t('people.and')),
  });
  const who = { alias: ticket.alias, number: ticket.number };
  return (
    <AlarmRow
      bar={`ticket-${tone}`}
      kind={alarm.kind}
      tone={tone}
      about={t('ticketAlarm.about', who)}
      actions={
        <>
          <AlarmLink href={address} aria-label={t('ticketAlarm.openLabel', who)}>
            <Icon name="eye" size={16} />
            {t('ticketAlarm.open')}
          </AlarmLink>
          <Button
            size="small"
            look={tone === 'danger' ? 'danger' : 'soft'}
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
        <span>{useAccountName(accounts, ticket)}</span>{' '}
        {/* No ticking age: it would be read out each second. */}
        <time dateTime={alarm.raisedAt}>
          {t('alarm.since', { time: dayAndTime(alarm.raisedAt, language) })}
        </time>{' '}
        {ticket.state === 'closed' && <span>{t('ticketAlarm.ended')}</span>}
        {alarm.kind === 'unmasked' && <Reasons ticketId={ticket.id} alarm={alarm} />}
      </span>
      {seen.error !== null && <p role="alert">{errorMessage(seen.error)}</p>}
    </AlarmRow>
  );
}

/** What whoever looks into it has to judge by: each reason, with its name where there are several. */
function Reasons({ ticketId, alarm }: { ticketId: string; alarm: TicketAlarm }): JSX.Element {
  const { t } = useTranslation();
  const unmaskings = useUnmaskings(ticketId, alarm).data?.unmaskings ?? [];
  const isOne = new Set(unmaskings.map(({ by }) => by.id)).size === 1;
  return (
    <>
      {unmaskings.map(({ by, at, reason }) => (
        <span key={`${by.id} ${at}`} className={styles.reason}>
          {reason === null
            ? t('ticketAlarm.reasonGone')
            : isOne
              ? t('ticketAlarm.reason', { words: reason })
              : t('ticketAlarm.reasonOf', { name: by.displayName, words: reason })}
        </span>
      ))}
    </>
  );
}
