import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type UnusualReading } from '../../shared/contract.js';
import { clockTime, dayAndTime, dayKey } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { Link } from '../../shared/navigation/link.js';
import { paths } from '../../shared/navigation/location.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useUnusual } from './api/audit.js';
import styles from './audit.module.css';
import { addressOfFilter, noFilter } from './filter.js';

const periods = { day: 1, week: 7, month: 31 } as const;
const periodNames = ['day', 'week', 'month'] as const;

/** What stands out. It asks; it accuses nobody. */
export function UnusualList(): JSX.Element {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<keyof typeof periods>('week');
  const query = useUnusual(periods[period]);
  return (
    <>
      <p className={styles.explain}>{t('audit.unusualExplain')}</p>
      <ChoiceGroup
        label={t('audit.period')}
        isInRow
        value={period}
        choices={periodNames.map((value) => ({ value, name: t(`audit.days.${value}`) }))}
        onChange={setPeriod}
      />
      {query.data === undefined ? (
        <LoadState query={query} />
      ) : query.data.items.length === 0 ? (
        <EmptyState title={t('audit.nothingUnusual')} detail={t('audit.nothingUnusualDetail')} />
      ) : (
        <ul className={styles.rows} aria-label={t('audit.unusual')}>
          {query.data.items.map((item) => (
            <UnusualRow key={`${item.kind} ${item.person.id} ${item.from}`} item={item} />
          ))}
        </ul>
      )}
    </>
  );
}

function UnusualRow({ item }: { item: UnusualReading }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, person, from, until, tickets } = item;
  const begin = dayAndTime(from, language);
  const end = dayKey(from) === dayKey(until) ? clockTime(until, language) : dayAndTime(until, language);
  const isMoment = dayAndTime(until, language) === begin;
  const filter = {
    ...noFilter,
    person: person.id,
    group: kind === 'unmasking' ? 'supervision' : 'reading',
    from: dayOf(from),
    until: dayOf(until),
  } as const;
  return (
    <li className={styles.row}>
      <p className={styles.time}>{isMoment ? begin : t('audit.span', { from: begin, until: end })}</p>
      <div className={styles.what}>
        <p className={styles.act}>
          <strong>{person.displayName}</strong>
          <span>{t(`audit.unusualKind.${kind}`, { count: tickets })}</span>
        </p>
        <p className={styles.facts}>
          <Link href={addressOfFilter(paths.audit, filter)}>
            {t(kind === 'unmasking' ? 'audit.lookUnmasked' : 'audit.look')}
          </Link>
        </p>
      </div>
    </li>
  );
}

/** The day in Japan, as a date field wants it. */
function dayOf(instant: string): string {
  return dayKey(instant).replaceAll('/', '-');
}
