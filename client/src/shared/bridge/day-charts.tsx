import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountToday, type Quarter, type TodayView } from '../contract.js';
import { DayChart } from './day-chart.js';
import { type DaySum } from './sum-days.js';

interface DayChartsProps {
  today: TodayView;
  /** Those that are shown, and their sum. */
  days: readonly AccountToday[];
  sum: DaySum;
  accounts: readonly { readonly id: string; readonly targets: { readonly waitMinutes: number } }[];
}

/** The day in three pictures: who came, who waited, and how long. */
export function DayCharts({ today, days, sum, accounts }: DayChartsProps): JSX.Element {
  const { t } = useTranslation();
  const { quarters, total } = sum;
  // Of several accounts that differ there is no one target to draw.
  const targets = new Set(
    days.flatMap(({ accountId }) => accounts.find(({ id }) => id === accountId)?.targets.waitMinutes ?? []),
  );
  const target = targets.size === 1 ? [...targets][0] : undefined;
  const openings = days.flatMap((day) => day.openings);
  const minutesOf = ({ longestWait }: Quarter): number => Math.round((longestWait ?? 0) / 60);
  const shared = { today, openings };
  return (
    <>
      <DayChart
        {...shared}
        name={t('bridge.chart.arrivals')}
        unit={(count) => t('bridge.unit.tickets', { count })}
        summary={t('bridge.summary.arrivals', { count: total.arrivals, taken: total.taken })}
        bars={quarters.map(({ arrivals }) => ({ value: arrivals, tone: 'plain' }))}
      />
      <DayChart
        {...shared}
        name={t('bridge.chart.waiting')}
        unit={(count) => t('bridge.unit.people', { count })}
        summary={t('bridge.summary.waiting', {
          now: quarters.at(-1)?.waiting ?? 0,
          most: Math.max(0, ...quarters.map(({ waiting }) => waiting)),
        })}
        bars={quarters.map(({ waiting }) => ({ value: waiting, tone: 'amber' }))}
      />
      <DayChart
        {...shared}
        name={t('bridge.chart.longest')}
        unit={(count) => t('bridge.unit.minutes', { count })}
        target={target}
        summary={t('bridge.summary.longest', { minutes: Math.round((total.longestWait ?? 0) / 60) })}
        bars={quarters.map((quarter) => ({
          value: minutesOf(quarter),
          tone: target !== undefined && minutesOf(quarter) > target ? 'danger' : 'plain',
        }))}
      />
    </>
  );
}
