import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayCharts } from '../../shared/bridge/day-charts.js';
import { percentOf, sumDays } from '../../shared/bridge/sum-days.js';
import { useToday } from '../../shared/bridge/use-today.js';
import { type DeskView, type Flow, type Quarter, type TodayView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { LoadState } from '../../shared/ui/load-state.js';
import styles from './today-section.module.css';

const all = 'all';

/** The service day by quarters of an hour, of one account or of all together. */
export function TodaySection({ accounts }: { accounts: DeskView['accounts'] }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const today = useToday();
  const [chosen, setChosen] = useState<string>(all);
  if (today.data === undefined) return <LoadState query={today} />;
  const { data } = today;
  const days = data.accounts.filter(({ accountId }) => chosen === all || accountId === chosen);
  const sum = sumDays(days);
  return (
    <>
      {data.accounts.length > 1 && (
        <div className={styles.choose}>
          <ChoiceGroup
            label={t('bridge.account')}
            value={chosen}
            isInRow
            choices={[
              { value: all, name: t('bridge.all') },
              ...data.accounts.map(({ accountId }) => ({
                value: accountId,
                name: accounts.find(({ id }) => id === accountId)?.name[language] ?? accountId,
              })),
            ]}
            onChange={setChosen}
          />
        </div>
      )}
      {sum !== null && (
        <>
          <Totals total={sum.total} />
          <div className={styles.charts}>
            <DayCharts today={data} days={days} sum={sum} accounts={accounts} />
          </div>
          <p className={styles.hint}>
            {t('bridge.day', { from: clockTime(data.from, language) })} · {t('bridge.openLine')}
          </p>
          <details className={styles.details}>
            <summary className={styles.summary}>{t('bridge.table')}</summary>
            <Table today={data} quarters={sum.quarters} />
          </details>
        </>
      )}
    </>
  );
}

function Totals({ total }: { total: Flow }): JSX.Element {
  const { t } = useTranslation();
  const percent = (part: number, whole: number): string => {
    const share = percentOf(part, whole);
    return share === null ? t('bridge.noShare') : t('bridge.percent', { percent: share });
  };
  const facts = {
    arrivals: t('board.tickets', { count: total.arrivals }),
    outOfHours: t('board.tickets', { count: total.outOfHours }),
    taken: t('board.tickets', { count: total.taken }),
    takenInTime: percent(total.takenInTime, total.taken),
    answersInTime: percent(total.answersInTime, total.answers),
    abandoned: t('board.tickets', { count: total.abandoned }),
    atRisk: t('board.tickets', { count: total.atRisk }),
    closed: t('board.tickets', { count: total.closed }),
  };
  return (
    <dl className={styles.totals}>
      {Object.entries(facts).map(([name, value]) => (
        <div key={name} className={styles.fact} data-total={name}>
          <dt>{t(`bridge.total.${name as keyof typeof facts}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const quarterMs = 900_000;

/** The same as the pictures, for reading: only the quarters in which something was. */
function Table({ today, quarters }: { today: TodayView; quarters: readonly Quarter[] }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const begin = Date.parse(today.from);
  const rows = quarters
    .map((quarter, index) => ({ quarter, from: begin + index * quarterMs }))
    .filter(({ quarter: { longestWait: _wait, ...counts } }) =>
      Object.values(counts).some((count) => count > 0),
    );
  if (rows.length === 0) return <p className={styles.hint}>{t('bridge.tableEmpty')}</p>;
  return (
    <div className={styles.frame} role="region" aria-label={t('bridge.table')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('bridge.quarter')}</th>
            <th scope="col">{t('bridge.total.arrivals')}</th>
            <th scope="col">{t('bridge.total.taken')}</th>
            <th scope="col">{t('bridge.total.closed')}</th>
            <th scope="col">{t('bridge.tableWaiting')}</th>
            <th scope="col">{t('bridge.tableLongest')}</th>
            <th scope="col">{t('bridge.total.abandoned')}</th>
            <th scope="col">{t('bridge.total.atRisk')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ quarter, from }) => (
            <tr key={from}>
              <th scope="row">{clockTime(from, language)}</th>
              <td>{quarter.arrivals}</td>
              <td>{quarter.taken}</td>
              <td>{quarter.closed}</td>
              <td>{quarter.waiting}</td>
              <td>
                {quarter.longestWait === null ? t('bridge.noShare') : Math.round(quarter.longestWait / 60)}
              </td>
              <td>{quarter.abandoned}</td>
              <td>{quarter.atRisk}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
