import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Schedule } from '../../../shared/contract.js';
import { Field, Tick } from '../field.js';
import { RowList } from '../row-list.js';
import { type FormProps, IntervalRows, usualInterval, WeeklyRows } from './schedule-form.js';
import { linesOf, monthDaysOf, tidyMonthDay } from './time-input.js';

type DateRule = Schedule['dates'][number];
type Period = Schedule['periods'][number];
type Stretch = Schedule['continuous'][number];

/** What differs from an everyday week: single days, periods, New Year, days of each month, and openings over several days. */
export function SpecialDays(props: FormProps): JSX.Element {
  return (
    <>
      <Dates {...props} />
      <Periods {...props} />
      <Continuous {...props} />
      <Yearly {...props} />
      <Monthly {...props} />
    </>
  );
}

/** Says what is wrong with a field, by its path. */
function useSay(faults: FormProps['faults']): (path: string) => string | undefined {
  const { t } = useTranslation();
  return (path) => {
    const fault = faults.get(path);
    return fault === undefined ? undefined : t(`contents.hours.fault.${fault}`);
  };
}

function NameField({
  name,
  onChange,
}: {
  name: string | undefined;
  onChange: (name: string | undefined) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <Field
      label={t('contents.hours.name')}
      value={name ?? ''}
      limit={100}
      onChange={(typed) => onChange(typed === '' ? undefined : typed)}
    />
  );
}

function Dates({ schedule, faults, today, onChange }: FormProps): JSX.Element {
  const { t } = useTranslation();
  const say = useSay(faults);
  return (
    <RowList<DateRule>
      title={t('contents.hours.dates')}
      explain={t('contents.hours.datesExplain')}
      rows={schedule.dates}
      onChange={(dates) => onChange({ dates })}
      empty={t('contents.hours.none')}
      add={t('contents.hours.addDate')}
      make={() => ({ date: today, closed: true })}
      nameOf={({ date, name }) => [date, name].filter(Boolean).join(' ')}
    >
      {(row, change, index) => (
        <>
          <Field
            type="date"
            label={t('contents.hours.date')}
            value={row.date}
            fault={say(`dates.${index}.date`)}
            onChange={(date) => change({ date })}
          />
          <NameField name={row.name} onChange={(name) => change({ name })} />
          <Tick
            isSelected={'closed' in row && row.closed}
            onChange={(isClosed) => {
              const { date, name } = row;
              const rule = isClosed
                ? { date, name, closed: true as const }
                : { date, name, intervals: [usualInterval] };
              onChange({ dates: schedule.dates.with(index, rule) });
            }}
          >
            {t('contents.hours.closedAllDay')}
          </Tick>
          {'intervals' in row && (
            <IntervalRows
              title={t('contents.hours.dateHours')}
              rows={row.intervals}
              path={`dates.${index}.intervals`}
              faults={faults}
              onChange={(intervals) => change({ intervals })}
            />
          )}
        </>
      )}
    </RowList>
  );
}

function Periods({ schedule, faults, today, onChange }: FormProps): JSX.Element {
  const { t } = useTranslation();
  const say = useSay(faults);
  return (
    <RowList<Period>
      title={t('contents.hours.periods')}
      explain={t('contents.hours.periodsExplain')}
      rows={schedule.periods}
      onChange={(periods) => onChange({ periods })}
      empty={t('contents.hours.none')}
      add={t('contents.hours.addPeriod')}
      make={() => ({ from: today, to: today, weekly: schedule.weekly.slice(0, 1) })}
      nameOf={({ from, to, name }) => name ?? `${from}–${to}`}
    >
      {(row, change, index) => (
        <>
          {(['from', 'to'] as const).map((end) => (
            <Field
              key={end}
              type="date"
              label={t(`contents.hours.${end}`)}
              value={row[end]}
              fault={say(`periods.${index}.${end}`)}
              onChange={(date) => change({ [end]: date })}
            />
          ))}
          <NameField name={row.name} onChange={(name) => change({ name })} />
          <WeeklyRows
            title={t('contents.hours.periodHours')}
            isInner
            rows={row.weekly}
            path={`periods.${index}.weekly`}
            faults={faults}
            onChange={(weekly) => change({ weekly })}
          />
        </>
      )}
    </RowList>
  );
}

function Continuous({ schedule, faults, today, onChange }: FormProps): JSX.Element {
  const { t } = useTranslation();
  const say = useSay(faults);
  return (
    <RowList<Stretch>
      title={t('contents.hours.continuous')}
      explain={t('contents.hours.continuousExplain')}
      rows={schedule.continuous}
      onChange={(continuous) => onChange({ continuous })}
      empty={t('contents.hours.none')}
      add={t('contents.hours.addContinuous')}
      make={() => ({ from: `${today}T10:00`, to: `${today}T22:00` })}
      nameOf={({ from, to, name }) => name ?? `${from}–${to}`}
    >
      {(row, change, index) => (
        <>
          {(['from', 'to', 'lastAcceptance'] as const).map((end) => (
            <Field
              key={end}
              type="datetime-local"
              label={t(`contents.hours.${end}`)}
              value={row[end] ?? ''}
              fault={say(`continuous.${index}.${end}`)}
              onChange={(typed) =>
                change({ [end]: typed === '' && end === 'lastAcceptance' ? undefined : typed.slice(0, 16) })
              }
            />
          ))}
          <Field
            label={t('contents.hours.lines')}
            value={row.lines === undefined ? '' : Number.isNaN(row.lines) ? '?' : String(row.lines)}
            width="short"
            inputMode="numeric"
            fault={say(`continuous.${index}.lines`)}
            onChange={(typed) => change({ lines: linesOf(typed) })}
          />
          <NameField name={row.name} onChange={(name) => change({ name })} />
        </>
      )}
    </RowList>
  );
}

function Yearly({ schedule, faults, onChange }: FormProps): JSX.Element {
  const { t } = useTranslation();
  const say = useSay(faults);
  return (
    <RowList
      title={t('contents.hours.yearly')}
      rows={schedule.closedYearly}
      onChange={(closedYearly) => onChange({ closedYearly })}
      empty={t('contents.hours.none')}
      add={t('contents.hours.addYearly')}
      make={() => ({ from: '12-29', to: '01-03' })}
      nameOf={({ from, to }) => `${from}–${to}`}
    >
      {(row, change, index) =>
        (['from', 'to'] as const).map((end) => (
          <Field
            key={end}
            label={t(`contents.hours.${end}`)}
            value={row[end]}
            width="short"
            tidy={tidyMonthDay}
            fault={say(`closedYearly.${index}.${end}`)}
            onChange={(typed) => change({ [end]: typed })}
          />
        ))
      }
    </RowList>
  );
}

function Monthly({ schedule, faults, onChange }: FormProps): JSX.Element {
  const { t } = useTranslation();
  const last = t('contents.hours.lastDay');
  const wrong = (index: number): boolean =>
    [...faults.keys()].some((path) => path.startsWith(`monthly.${index}.days`));
  return (
    <RowList
      title={t('contents.hours.monthly')}
      explain={t('contents.hours.monthlyExplain')}
      rows={schedule.monthly}
      onChange={(monthly) => onChange({ monthly })}
      empty={t('contents.hours.none')}
      add={t('contents.hours.addMonthly')}
      make={() => ({ days: [10], intervals: [usualInterval] })}
      nameOf={({ days }) => days.join('、')}
    >
      {(row, change, index) => (
        <>
          <MonthDays
            days={row.days}
            last={last}
            fault={wrong(index) ? t('contents.hours.fault.monthDays') : undefined}
            onChange={(days) => change({ days })}
          />
          <IntervalRows
            title={t('contents.hours.dateHours')}
            rows={row.intervals}
            path={`monthly.${index}.intervals`}
            faults={faults}
            onChange={(intervals) => change({ intervals })}
          />
        </>
      )}
    </RowList>
  );
}

interface MonthDaysProps {
  days: readonly (number | 'last')[];
  last: string;
  fault: string | undefined;
  onChange: (days: (number | 'last')[]) => void;
}

/** What is typed stays as typed while it says the same. */
function MonthDays({ days, last, fault, onChange }: MonthDaysProps): JSX.Element {
  const { t } = useTranslation();
  const words = days.map((day) => (day === 'last' ? last : Number.isNaN(day) ? '?' : String(day))).join('、');
  const [typed, setTyped] = useState(words);
  const isSame = JSON.stringify(monthDaysOf(typed)) === JSON.stringify(days);
  return (
    <Field
      label={t('contents.hours.monthDays')}
      value={isSame ? typed : words}
      fault={fault}
      onChange={(next) => {
        setTyped(next);
        onChange(monthDaysOf(next));
      }}
    />
  );
}
