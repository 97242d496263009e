import { type TFunction } from 'i18next';
import { type CalendarDay, type OpeningRule } from '../../shared/contract.js';
import { dayAndTime, timeZone } from '../../shared/format/time.js';
import { type Language } from '../../shared/i18n/i18n.js';
import { dayMinutes, minutesOf, type Stretch } from './calendar/bands.js';

export interface Speech {
  readonly t: TFunction;
  readonly language: Language;
}

const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-GB' };

function format(date: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], { timeZone, ...options }).format(
    new Date(`${date}T12:00:00+09:00`),
  );
}

/** `11/25` or `25 Nov` */
export function shortDate(date: string, language: Language): string {
  return format(date, language, { month: language === 'ja' ? 'numeric' : 'short', day: 'numeric' });
}

/** `11月25日(水)` or `Wed 25 November` */
export function fullDate(date: string, language: Language): string {
  return format(date, language, { month: 'long', day: 'numeric', weekday: 'short' });
}

/** `2026年8月21日` or `21 August 2026` */
export function yearDate(date: string, language: Language): string {
  return format(date, language, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** `水` or `Wed` */
export function weekdayOf(date: string, language: Language): string {
  return format(date, language, { weekday: 'short' });
}

/** A week that began on the first of a month, to name its days. */
const week = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 } as const;
/** Any leap year, for days of every year. */
const anyYear = (monthDay: string): string => `2024-${monthDay}`;

/** Which rule decided, as a person would say it. */
export function ruleWords(rule: OpeningRule, { t, language }: Speech): string {
  const day = (date: string): string => shortDate(date, language);
  const time = (local: string): string => dayAndTime(`${local}:00+09:00`, language);
  switch (rule.kind) {
    case 'emergency':
      if (rule.reason === '') return t('hours.rule.supposed');
      return t(`hours.rule.${rule.state === 'closed' ? 'closedByHand' : 'openedByHand'}`, {
        reason: rule.reason,
      });
    case 'staffing':
      return t('hours.rule.staffing', { minimum: rule.minimum });
    case 'continuous':
    case 'period': {
      const say = rule.kind === 'continuous' ? time : day;
      const ends = { from: say(rule.from), to: say(rule.to) };
      if (rule.name === null) return t(`hours.rule.${rule.kind}`, ends);
      return t(`hours.rule.${rule.kind}Named`, { ...ends, name: rule.name });
    }
    case 'date':
      return rule.name === null ? t('hours.rule.date') : t('hours.rule.dateNamed', { name: rule.name });
    case 'yearly-closing':
      return t('hours.rule.yearly-closing', { from: day(anyYear(rule.from)), to: day(anyYear(rule.to)) });
    case 'monthly':
      return rule.day === 'last' ? t('hours.rule.monthlyLast') : t('hours.rule.monthly', { day: rule.day });
    case 'holiday':
      return t('hours.rule.holiday', { name: rule.name[language] });
    case 'weekly':
      return t('hours.rule.weekly', {
        day: format(`2024-01-0${week[rule.day]}`, language, { weekday: 'long' }),
      });
    case 'fault':
      return t(`hours.rule.${rule.fault}`);
  }
}

/** `17:00`, `24:00`, or `翌2:00` past midnight. */
export function timeWords(minutes: number, { t }: Pick<Speech, 't'>): string {
  const isNext = minutes > dayMinutes;
  const rest = isNext ? minutes - dayMinutes : minutes;
  const time = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
  return isNext ? t('hours.calendar.nextDay', { time }) : time;
}

/** From when to when, `17:00–翌2:00`. */
export function rangeWords({ from, to }: Pick<Stretch, 'from' | 'to'>, speech: Pick<Speech, 't'>): string {
  if (from === 0 && to === dayMinutes) return speech.t('hours.calendar.allDay');
  return speech.t('hours.calendar.range', { from: timeWords(from, speech), to: timeWords(to, speech) });
}

/** What else there is to say of a stretch. */
export function stretchDetails(stretch: Stretch, { t }: Pick<Speech, 't'>): string[] {
  const isAllDay = stretch.from === 0 && stretch.to === dayMinutes;
  return [
    ...(stretch.fromBefore && !isAllDay ? [t('hours.calendar.fromBefore')] : []),
    ...(stretch.goesOn && !isAllDay ? [t('hours.calendar.goesOn')] : []),
    ...(stretch.lastAcceptance === null
      ? []
      : [t('hours.calendar.lastAcceptance', { time: timeWords(stretch.lastAcceptance, { t }) })]),
    ...(stretch.lines === null ? [] : [t('hours.calendar.lines', { count: stretch.lines })]),
  ];
}

/** The hours that a day's rule gives it, whatever was decided by hand. */
export function ownHours({ intervals }: CalendarDay, speech: Pick<Speech, 't'>): string {
  if (intervals.length === 0) return speech.t('hours.calendar.dayOff');
  return intervals
    .map(({ opens, closes }) => rangeWords({ from: minutesOf(opens), to: minutesOf(closes) }, speech))
    .join(speech.t('hours.calendar.and'));
}
