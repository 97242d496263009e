import type { Texts } from './texts.js';

const zone = 'Asia/Tokyo';
const dayKeyFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });

export function timeOf(at: number): string {
  return new Intl.DateTimeFormat('ja-JP', { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(at);
}

/** Equal for two moments on the same day in Japan. */
export function dayKey(at: number): string {
  return dayKeyFormat.format(at);
}

export function dayName(at: number, texts: Texts): string {
  const day = 24 * 60 * 60_000;
  if (dayKey(at) === dayKey(Date.now())) return texts('today');
  if (dayKey(at) === dayKey(Date.now() - day)) return texts('yesterday');
  const locale = texts.language === 'ja' ? 'ja-JP' : 'en-GB';
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: texts.language === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(at);
}
