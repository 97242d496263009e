import TestSequencer from '@jest/test-sequencer';

/** About how long a file of a project takes, in milliseconds. */
const usual = { browser: 40_000, medium: 20_000, e2e: 15_000, unit: 1000, client: 1000 };
/** Those that take much longer than their like: begun last, one alone would keep the whole run waiting. */
const long = {
  'accessibility-': 90_000,
  'bridge.browser-spec': 70_000,
  'assignment-races.spec': 60_000,
  'embedded-postgres.spec': 55_000,
  'webhook-fuzz.spec': 50_000,
};

/** @param {Parameters<TestSequencer['sort']>[0][number]} test */
function estimate({ path, duration, context }) {
  if (duration !== undefined) return duration;
  const name = path.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const known = Object.entries(long).find(([beginning]) => name.startsWith(beginning));
  return known?.[1] ?? usual[context.config.displayName?.name ?? ''] ?? 1000;
}

/**
 * What takes longest begins first, so that the workers end together. Jest does the same once it has seen a run; the
 * first one, of a fresh clone or in CI, would go by the size of files.
 */
export default class LongestFirst extends TestSequencer {
  /** @param {Parameters<TestSequencer['sort']>[0]} tests */
  sort(tests) {
    // oxlint-disable-next-line no-array-sort -- that is what a sequencer's method is called
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((one, other) => estimate(other) - estimate(one));
  }
}
