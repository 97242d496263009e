/** LINE keeps content for an unstated time; what has not come by then will not come. */
const GIVE_UP_MS = 24 * 3_600_000;

const FIRST_MS = 1000;
const LONGEST_MS = 10 * 60_000;
/** A long recording takes LINE minutes, and a person waits for it. */
const LONGEST_PREPARATION_MS = 20_000;

/**
 * How long to wait before fetching again after a failure, in milliseconds: doubling, with jitter on the upper half.
 * @param attempts attempts made so far, at least 1
 * @param random a number in [0, 1)
 */
export function retryWaitMs(attempts: number, random: number): number {
  return grown(attempts, LONGEST_MS, random);
}

/** How long to wait before asking again for what LINE still prepares, in milliseconds. */
export function preparationWaitMs(attempts: number, random: number): number {
  return grown(attempts, LONGEST_PREPARATION_MS, random);
}

/** Whether to stop trying. Both times are real time. */
export function gaveUp(firstAttemptAt: Date, now: Date): boolean {
  return now.getTime() - firstAttemptAt.getTime() > GIVE_UP_MS;
}

function grown(attempts: number, longestMs: number, random: number): number {
  const ceiling = Math.min(longestMs, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
