import { type Language } from '../i18n/i18n.js';

const units = ['B', 'KB', 'MB', 'GB'] as const;

/** A size as people read it: `980 B`, `12 KB`, `3.4 MB`. */
export function fileSize(bytes: number, language: Language): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const digits = step > 1 && value < 10 ? 1 : 0;
  // A thousand of a unit after rounding is one of the next.
  if (step < units.length - 1 && Number(value.toFixed(digits)) >= 1000) return `1 ${units[step + 1]}`;
  return `${value.toLocaleString(language, { maximumFractionDigits: digits })} ${units[step]}`;
}
