import { type AccountChange, type AccountDetail } from '../../shared/administration-contract.js';
import { type FieldPath, fields } from './fields.js';

export type DraftPath = FieldPath | 'name.ja' | 'name.en' | 'purpose';
/** What stands in the form: texts as they are typed, and switches. */
export type Draft = Readonly<Record<DraftPath, string | boolean>>;

const own = ['name.ja', 'name.en', 'purpose'] as const;
export const draftPaths: readonly DraftPath[] = [...own, ...fields.map(({ path }) => path)];

function read(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      root,
    );
}

export function draftOf(detail: AccountDetail): Draft {
  const entries = draftPaths.map((path): [DraftPath, string | boolean] => {
    const root = own.some((each) => each === path) ? detail : detail.settings;
    const value = read(root, path);
    if (typeof value === 'boolean') return [path, value];
    return [path, typeof value === 'string' || typeof value === 'number' ? String(value) : ''];
  });
  return Object.fromEntries(entries) as Draft;
}

/** Wide digits, as a Japanese keyboard makes them, are digits. */
export function numberOf(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

/** What is saved: the settings as they were, with what the form says. What it doesn't show stays. */
export function changeOf(draft: Draft, { version, settings }: AccountDetail): AccountChange {
  const saved = structuredClone(settings) as Record<string, unknown>;
  for (const field of fields) {
    const text = draft[field.path];
    const value =
      field.kind === 'number'
        ? (numberOf(String(text)) ?? undefined)
        : field.kind === 'text'
          ? String(text).trim() || undefined
          : text;
    const [key = '', inner] = field.path.split('.');
    if (inner === undefined) saved[key] = value;
    else saved[key] = { ...(saved[key] as object), [inner]: value };
  }
  return {
    version,
    name: { ja: String(draft['name.ja']).trim(), en: String(draft['name.en']).trim() },
    purpose: String(draft.purpose).trim(),
    settings: saved as AccountChange['settings'],
  };
}

export function changedPaths(before: Draft, after: Draft): DraftPath[] {
  return draftPaths.filter((path) => before[path] !== after[path]);
}

/** Somebody else was faster: what is new there, with what was typed here on top of it. */
export function merged(before: Draft, typed: Draft, now: Draft): Draft {
  const mine = changedPaths(before, typed).map((path): [DraftPath, string | boolean] => [path, typed[path]]);
  return { ...now, ...Object.fromEntries(mine) };
}
