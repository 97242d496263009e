/** LINE honours a retry key for 24 hours from the first request; after that the same key sends again. */
const RETRY_KEY_LIFE_MS = 24 * 3_600_000;
/** We stop well before, so that a clock a little off never sends twice. */
const MARGIN_MS = 3_600_000;
/** How long after the first attempt a retry key is used. */
export const RETRY_KEY_USE_MS = RETRY_KEY_LIFE_MS - MARGIN_MS;

const FIRST_MS = 500;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait before the next attempt, in milliseconds: doubling, with full jitter on the upper half, so that many
 * deliveries that failed together don't come back together.
 * @param attempts attempts made so far, at least 1
 * @param random a number in [0, 1)
 */
export function backoffMs(attempts: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

/** Whether the retry key may no longer be used safely. Both times are real time. */
export function retryKeyExpired(firstAttemptAt: Date, now: Date): boolean {
  return now.getTime() - firstAttemptAt.getTime() > RETRY_KEY_USE_MS;
}
