/** What stands in the place of a secret, whatever it is. */
const MASKED = '•••';
const SECRET = /secret|token|password|credential|private|assertion|(?:^|\.)\w*key$/i;

export type SettingValue = string | number | boolean | null | readonly unknown[];
export type Settings = Readonly<Record<string, SettingValue>>;

export interface SettingsChange {
  readonly before: Settings;
  readonly after: Settings;
}

/**
 * What differs between two states of some settings, by path. A secret that changed is named, and shown on neither side.
 * @returns undefined when nothing differs
 */
export function settingsChange(before: unknown, after: unknown): SettingsChange | undefined {
  const old = flatten(before);
  const now = flatten(after);
  const changed = [...new Set([...old.keys(), ...now.keys()])]
    .toSorted()
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)));
  if (changed.length === 0) return undefined;
  return { before: pick(old, changed), after: pick(now, changed) };
}

function pick(values: ReadonlyMap<string, SettingValue>, paths: readonly string[]): Settings {
  const picked = paths.flatMap((path): [string, SettingValue][] => {
    const value = values.get(path);
    if (value === undefined) return [];
    return [[path, value !== null && SECRET.test(path) ? MASKED : value]];
  });
  return Object.fromEntries(picked);
}

/** Objects by the paths of what is in them; a list is one value, since its order is part of it. */
function flatten(value: unknown, path = ''): Map<string, SettingValue> {
  if (value === undefined) return new Map();
  if (value instanceof Date) return new Map([[path, value.toISOString()]]);
  if (Buffer.isBuffer(value)) return new Map([[path, value.toString('hex')]]);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, value as SettingValue]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...flatten(inner, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
