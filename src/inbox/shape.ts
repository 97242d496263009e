import { type Shape } from '../contract/desk.js';

/** Keys whose values are names of LINE's own, never words of anybody. */
const TELLING_KEYS = new Set(['type', 'mode']);
const TELLING_VALUE = /^[A-Za-z]{1,40}$/;
/** Names that a program gives; anything else might be what somebody wrote. */
const PLAIN_KEY = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
const MOST_ENTRIES = 50;
const DEEPEST = 20;

/**
 * What something received looks like, without what it says: its keys, and the JSON type of each value. Only of `type`
 * and `mode` the value itself is shown, where it is one plain word.
 */
export function shapeOf(value: unknown, key = '', depth = 0): Shape {
  if (value === null) return 'null';
  if (typeof value === 'string' && TELLING_KEYS.has(key) && TELLING_VALUE.test(value))
    return `string (${value})`;
  if (typeof value !== 'object') return typeof value;
  if (depth === DEEPEST) return Array.isArray(value) ? 'array' : 'object';
  if (Array.isArray(value)) {
    const shapes = value.slice(0, MOST_ENTRIES).map((entry) => shapeOf(entry, '', depth + 1));
    return value.length > MOST_ENTRIES ? [...shapes, `${value.length - MOST_ENTRIES} more`] : shapes;
  }
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, MOST_ENTRIES)
    .map(([name, entry], index): [string, Shape] => [
      PLAIN_KEY.test(name) ? name : `(key ${index + 1})`,
      shapeOf(entry, name, depth + 1),
    ]);
  if (entries.length > MOST_ENTRIES) shown.push(['(more keys)', String(entries.length - MOST_ENTRIES)]);
  return Object.fromEntries(shown);
}
