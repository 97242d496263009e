import { type Language } from '../i18n/i18n.js';

/** The accounts' hours are Japanese wall-clock time, so all times on the screen are too, wherever it stands. */
export const timeZone = 'Asia/Tokyo';

const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-GB' };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locales[language], { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/** `14:03` */
export function clockTime(instant: string | number, language: Language): string {
  return format(language, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  );
}

/** `11月22日(日)` or `Sunday 22 November` */
export function dayName(instant: string | number, language: Language): string {
  const options: Intl.DateTimeFormatOptions =
    language === 'ja'
      ? { month: 'long', day: 'numeric', weekday: 'short' }
      : { weekday: 'long', day: 'numeric', month: 'long' };
  return format(language, 'day', options).format(new Date(instant));
}

/** `11/22 14:03` or `22 Nov, 14:03` */
export function dayAndTime(instant: string | number, language: Language): string {
  return format(language, 'dayAndTime', {
    month: language === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** The same with the year, for what is kept for years. */
export function dateAndTime(instant: string | number, language: Language): string {
  return format(language, 'dateAndTime', {
    year: 'numeric',
    month: language === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** A key that is equal for instants of the same day in Japan. */
export function dayKey(instant: string | number): string {
  return format('ja', 'key', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
}

/** Time alone on the same day, with the date otherwise. */
export function nearTime(instant: string, now: number, language: Language): string {
  return dayKey(instant) === dayKey(now) ? clockTime(instant, language) : dayAndTime(instant, language);
}
