import { type TFunction } from 'i18next';
import { type CalendarDay } from '../../../shared/contract.js';
import { timeZone } from '../../../shared/format/time.js';
import { type Language } from '../../../shared/i18n/i18n.js';

/** `11/25(水)` or `Wed 25/11` */
export function shortDay(date: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone,
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
  }).format(new Date(`${date}T12:00:00+09:00`));
}

/** What is open on a day in the end, `17:00–22:30（新規 22:00 まで）`; what runs over midnight ends at 24:00 here. */
export function hoursOf({ bars }: Pick<CalendarDay, 'bars'>, t: TFunction): string {
  const spans: { from: number; to: number; last: number | null; lines: number | null }[] = [];
  for (const { from, to, state, lines } of bars) {
    if (state !== 'open' && state !== 'last-acceptance-passed') continue;
    const before = spans.at(-1);
    const goesOn = before !== undefined && before.to === from;
    if (goesOn && state === 'last-acceptance-passed') {
      before.to = to;
      before.last = from;
    } else if (goesOn && before.last === null && before.lines === lines) before.to = to;
    else spans.push({ from, to, last: state === 'open' ? null : from, lines });
  }
  if (spans.length === 0) return t('contents.hours.off');
  return spans
    .map(({ from, to, last, lines }) => {
      const details = [
        ...(last === null ? [] : [t('contents.hours.until', { time: clock(last) })]),
        ...(lines === null ? [] : [t('contents.hours.lineCount', { count: lines })]),
      ];
      const span = `${clock(from)}–${clock(to)}`;
      return details.length === 0
        ? span
        : t('contents.hours.spanWith', { span, details: details.join('・') });
    })
    .join(t('contents.hours.and'));
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
