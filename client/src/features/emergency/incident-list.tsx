import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type IncidentRow } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { Chip } from '../../shared/ui/chip.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { useIncidentList } from './api/incidents.js';
import styles from './incident-list.module.css';

interface IncidentListProps {
  accounts: readonly AccountView[];
  addressOf: (incident: IncidentRow) => string;
}

/** Emergencies of the supervised accounts: those that go on first. */
export function IncidentList({ accounts, addressOf }: IncidentListProps): JSX.Element {
  const { t } = useTranslation();
  const list = useIncidentList();
  if (list.data === undefined) return <LoadState query={list} />;
  const { incidents } = list.data;
  const going = incidents.filter(({ state }) => state === 'open');
  const past = incidents.filter(({ state }) => state === 'ended');
  const rows = (some: readonly IncidentRow[]): JSX.Element => (
    <ul className={styles.list}>
      {some.map((incident) => (
        <Row key={incident.id} incident={incident} accounts={accounts} address={addressOf(incident)} />
      ))}
    </ul>
  );
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>{t('emergency.list.heading')}</h1>
      <section aria-label={t('emergency.list.open')}>
        <h2 className={styles.sectionHeading}>{t('emergency.list.open')}</h2>
        {going.length === 0 ? (
          <EmptyState title={t('emergency.none')} detail={t('emergency.noneDetail')} />
        ) : (
          rows(going)
        )}
      </section>
      <section aria-label={t('emergency.list.past')}>
        <h2 className={styles.sectionHeading}>{t('emergency.list.past')}</h2>
        {past.length === 0 ? <p className={styles.empty}>{t('emergency.list.pastEmpty')}</p> : rows(past)}
      </section>
    </div>
  );
}

interface RowProps {
  incident: IncidentRow;
  accounts: readonly AccountView[];
  address: string;
}

function Row({ incident, accounts, address }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { alias, number, openedAt, openedBy, outcome, state } = incident;
  return (
    <li className={styles.row}>
      <TicketLine ticket={incident} accounts={accounts} />
      <span className={styles.when}>
        {t('emergency.since', { time: dayAndTime(openedAt, language), name: openedBy.displayName })}
      </span>
      <span className={styles.outcome}>
        {state === 'open' && <Chip tone="amber">{t('emergency.ongoing')}</Chip>}
        {outcome !== null && t(`emergency.outcome.${outcome}`)}
      </span>
      <Link
        href={address}
        className={styles.link}
        aria-label={
          state === 'open'
            ? t('emergency.list.goLabel', { alias, number })
            : t('emergency.record.openLabel', { time: dayAndTime(openedAt, language) })
        }
      >
        {t(state === 'open' ? 'emergency.list.go' : 'emergency.record.open')}
      </Link>
    </li>
  );
}
