/** What people type for a time, as the schedule writes it: `9` and `９：００` are `09:00`, `翌2:00` is `26:00`. */
export function tidyTime(typed: string): string {
  const words = typed
    .normalize('NFKC')
    .replaceAll(/[\s時分]/g, (sign) => (sign === '時' ? ':' : ''))
    .replace(/:$/, '');
  const isNextDay = words.startsWith('翌');
  const match = /^翌?(\d{1,2}):?(\d{2})?$/.exec(words);
  if (match === null) return typed.trim();
  const hours = Number(match[1]) + (isNextDay ? 24 : 0);
  return `${String(hours).padStart(2, '0')}:${match[2] ?? '00'}`;
}

/** A day of each year, `12/29` or `12月29日`, as the schedule writes it: `12-29`. */
export function tidyMonthDay(typed: string): string {
  const match = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed.normalize('NFKC').replaceAll(/\s/g, ''));
  if (match === null) return typed.trim();
  return `${String(match[1]).padStart(2, '0')}-${String(match[2]).padStart(2, '0')}`;
}

/** Days of each month, `10、20、末日`: numbers, and `last` for the last one. What is neither stays what it is. */
export function monthDaysOf(typed: string): (number | 'last')[] {
  return typed
    .normalize('NFKC')
    .split(/[\s,、。・]+/)
    .filter((word) => word !== '')
    .map((word) => (/^(末日?|last)$/i.test(word) ? 'last' : Number(word.replace(/日$/, ''))));
}

/** How many consultations at once: undefined where there is no limit, NaN where it is no number. */
export function linesOf(typed: string): number | undefined {
  const words = typed.normalize('NFKC').trim();
  return words === '' ? undefined : Number(words);
}
