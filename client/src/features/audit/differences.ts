import { type AuditEntryView } from '../../shared/contract.js';

export type Change = AuditEntryView['changes'][number];
type Part = Readonly<Record<string, unknown>>;

export interface Difference extends Change {
  /** Which one of a list; null: the setting as a whole. */
  readonly entry: string | null;
}

/** What the entries of a list are told apart by, where they have it. */
const names = ['id', 'shortcut', 'title', 'label', 'name', 'date', 'number'] as const;

/** What is other than before, and nothing else: of a list its entries that differ, of an entry its fields. */
export function differencesOf(changes: readonly Change[]): Difference[] {
  return changes.flatMap(({ name, before, after }): Difference[] => {
    const [old, now] = [entriesOf(before), entriesOf(after)];
    if (old !== null && now !== null && old.size + now.size > 0) {
      const all = [...new Set([...old.keys(), ...now.keys()])];
      return all.flatMap((entry) => differenceOf(name, entry, old.get(entry), now.get(entry)));
    }
    return differenceOf(name, null, before, after);
  });
}

/** Entries by what they are called; null where it is no list of such. What isn't there is a list of none. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (value === undefined || value === null) return new Map();
  if (!Array.isArray(value) || value.length === 0) return Array.isArray(value) ? new Map() : null;
  const parts = value.filter(isPart);
  const key = names.find((each) => parts.every((part) => typeof part[each] === 'string'));
  const entries = new Map(parts.map((part) => [String(key === undefined ? '' : part[key]), part]));
  // Two of one name could not be told apart.
  return entries.size === value.length ? entries : null;
}

function differenceOf(name: string, entry: string | null, before: unknown, after: unknown): Difference[] {
  if (same(before, after)) return [];
  if (!isPart(before) || !isPart(after)) return [{ name, entry, ...sides(before, after) }];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = fields.filter((field) => !same(before[field], after[field]));
  return [{ name, entry, before: only(before, changed), after: only(after, changed) }];
}

function sides(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function only(part: Part, fields: readonly string[]): Part {
  return Object.fromEntries(Object.entries(part).filter(([field]) => fields.includes(field)));
}

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
