export type Age =
  | { readonly key: 'seconds'; readonly seconds: number }
  | { readonly key: 'minutesSeconds'; readonly minutes: number; readonly seconds: number }
  | { readonly key: 'minutes'; readonly minutes: number }
  | { readonly key: 'hours'; readonly hours: number; readonly minutes: number }
  | { readonly key: 'days'; readonly days: number; readonly hours: number };

/** Seconds matter in the first ten minutes; later they would only flicker. */
const secondsUntilMinutes = 10;

export function splitAge(milliseconds: number): Age {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return { key: 'seconds', seconds };
  if (minutes < secondsUntilMinutes) return { key: 'minutesSeconds', minutes, seconds: seconds % 60 };
  if (hours === 0) return { key: 'minutes', minutes };
  if (hours < 24) return { key: 'hours', hours, minutes: minutes % 60 };
  return { key: 'days', days: Math.floor(hours / 24), hours: hours % 24 };
}
