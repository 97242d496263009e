import { type Provision } from './provision.schema.js';

/** What of the file is applied by itself, whatever becomes of the rest. */
export type SectionName =
  | `${'account' | 'hours' | 'texts' | 'canned-texts' | 'phone-numbers' | 'categories' | 'checklist'}:${string}`
  | `staff:${string}`
  | 'signIn';

/**
 * The parts of a provision file. Each is applied when it is another than the one that was last applied from the file, so
 * that what people change on a screen stays until the file itself says something new about it.
 */
export function sectionsOf(provision: Provision): ReadonlyMap<SectionName, unknown> {
  return new Map<SectionName, unknown>([
    ...provision.accounts.flatMap(
      ({
        id,
        hours,
        texts,
        cannedTexts,
        phoneNumbers,
        categories,
        emergencyChecklist,
        ...account
      }): [SectionName, unknown][] => [
        [`account:${id}`, account],
        [`hours:${id}`, hours],
        [`texts:${id}`, texts],
        [`canned-texts:${id}`, cannedTexts],
        [`phone-numbers:${id}`, phoneNumbers],
        ...(categories === undefined ? [] : [[`categories:${id}`, categories] as [SectionName, unknown]]),
        // None is none to apply: the account keeps what it has.
        [`checklist:${id}`, emergencyChecklist ?? null],
      ],
    ),
    ...provision.staff.map((person): [SectionName, unknown] => [`staff:${person.login}`, person]),
    ['signIn', provision.signIn],
  ]);
}

/** The same for the same content, in whatever order it is written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
