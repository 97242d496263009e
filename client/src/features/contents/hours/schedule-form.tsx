import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type Interval, type Schedule, weekdays } from '../../../shared/contract.js';
import { ChoiceGroup } from '../../../shared/ui/choice-group.js';
import styles from '../contents.module.css';
import { RowList } from '../row-list.js';
import { DayTicks } from './day-ticks.js';
import { type FieldFault } from './faults.js';
import { IntervalFields } from './interval-fields.js';
import { SpecialDays } from './special-days.js';

export interface FormProps {
  schedule: Schedule;
  faults: ReadonlyMap<string, FieldFault>;
  /** The day that it is in Japan, `2026-11-25`. */
  today: string;
  onChange: (part: Partial<Schedule>) => void;
}

type Weekly = Schedule['weekly'][number];

export const usualInterval: Interval = { opens: '09:00', closes: '17:00' };

/** All rules of an account's hours, the everyday ones first. */
export function ScheduleForm(props: FormProps): JSX.Element {
  const { t } = useTranslation();
  const { schedule, faults, onChange } = props;
  return (
    <div className={styles.stack}>
      <WeeklyRows
        title={t('contents.hours.weekly')}
        explain={t('contents.hours.weeklyExplain')}
        rows={schedule.weekly}
        path="weekly"
        faults={faults}
        onChange={(weekly) => onChange({ weekly })}
      />
      <Holidays {...props} />
      <SpecialDays {...props} />
    </div>
  );
}

interface WeeklyRowsProps {
  title: string;
  explain?: string;
  rows: Weekly[];
  path: string;
  faults: FormProps['faults'];
  isInner?: boolean;
  onChange: (rows: Weekly[]) => void;
}

export function WeeklyRows(props: WeeklyRowsProps): JSX.Element {
  const { title, explain, rows, path, faults, isInner = false, onChange } = props;
  const { t } = useTranslation();
  return (
    <RowList
      title={title}
      {...(explain === undefined ? {} : { explain })}
      isInner={isInner}
      rows={rows}
      onChange={onChange}
      empty={t('contents.hours.weeklyEmpty')}
      add={t('contents.hours.addWeekly')}
      make={() => ({ days: [...weekdays].slice(0, 5), ...usualInterval })}
      nameOf={({ opens, closes }) => `${opens}–${closes}`}
    >
      {(row, change, index) => (
        <>
          <DayTicks
            days={row.days}
            isInvalid={faults.has(`${path}.${index}.days`)}
            onChange={(days) => change({ days })}
          />
          <IntervalFields
            interval={row}
            faultAt={(field) => faults.get(`${path}.${index}.${field}`)}
            onChange={change}
          />
        </>
      )}
    </RowList>
  );
}

interface IntervalRowsProps {
  title: string;
  rows: Interval[];
  path: string;
  faults: FormProps['faults'];
  onChange: (rows: Interval[]) => void;
}

/** Spans of one day. */
export function IntervalRows({ title, rows, path, faults, onChange }: IntervalRowsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <RowList
      title={title}
      isInner
      rows={rows}
      onChange={onChange}
      empty=""
      add={t('contents.hours.addInterval')}
      make={() => usualInterval}
      nameOf={({ opens, closes }) => `${opens}–${closes}`}
      mayRemove={() => rows.length > 1}
    >
      {(row, change, index) => (
        <IntervalFields
          interval={row}
          faultAt={(field) => faults.get(`${path}.${index}.${field}`)}
          onChange={change}
        />
      )}
    </RowList>
  );
}

function Holidays({ schedule, faults, onChange }: FormProps): JSX.Element {
  const { t } = useTranslation();
  const { holidays } = schedule;
  const kind = typeof holidays === 'string' ? holidays : 'own';
  return (
    <section className={styles.card}>
      <h3 className={styles.title}>{t('contents.hours.holidays')}</h3>
      <ChoiceGroup
        label={t('contents.hours.holidaysLabel')}
        value={kind}
        choices={(['closed', 'as-weekday', 'own'] as const).map((value) => ({
          value,
          name: t(`contents.hours.holiday.${value}`),
        }))}
        onChange={(value) => onChange({ holidays: value === 'own' ? { intervals: [usualInterval] } : value })}
      />
      {typeof holidays === 'object' && (
        <IntervalRows
          title={t('contents.hours.holidayHours')}
          rows={holidays.intervals}
          path="holidays.intervals"
          faults={faults}
          onChange={(intervals) => onChange({ holidays: { intervals } })}
        />
      )}
    </section>
  );
}
