/** A stretch of time; without an end, it lasts. */
export interface Stretch {
  readonly from: Date;
  readonly until: Date | null;
}

/** A stretch in which somebody was there. */
export interface PresencePhase extends Stretch {
  readonly presence: string;
}

/** Shorter than this, it is a page that was loaded anew or a button pressed by mistake, in minutes. */
const REST_MINUTES = 5;
const MINUTE_MS = 60_000;

/**
 * The times of rest between the first coming and now: breaks, and absences in between.
 * @param phases one after another, the earliest first
 */
export function restsOf(phases: readonly PresencePhase[], now: Date): Stretch[] {
  const away = gapsOf(phases, now);
  const breaks = phases.filter(({ presence }) => presence === 'break');
  const stretches = [...breaks, ...away]
    .map(({ from, until }): Stretch => ({ from, until }))
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
  // Who goes away during a break rests all the while.
  return joined(stretches).filter((rest) => lengthOf(rest, now) >= REST_MINUTES * MINUTE_MS);
}

/** Since when somebody works without rest; null while they rest, or aren't there. */
export function workingSince(phases: readonly PresencePhase[], now: Date): Date | null {
  const last = phases.at(-1);
  if (last === undefined || last.until !== null || last.presence === 'break') return null;
  return restsOf(phases, now).at(-1)?.until ?? phases[0]?.from ?? null;
}

/** Milliseconds of these stretches that lie within others. */
export function overlapOf(stretches: readonly Stretch[], { from, until }: Stretch, now: Date): number {
  const end = (until ?? now).getTime();
  return stretches.reduce((sum, stretch) => {
    const begins = Math.max(stretch.from.getTime(), from.getTime());
    const ends = Math.min((stretch.until ?? now).getTime(), end);
    return sum + Math.max(0, ends - begins);
  }, 0);
}

function gapsOf(phases: readonly PresencePhase[], now: Date): Stretch[] {
  const between = phases.slice(1).flatMap((phase, index): Stretch[] => {
    const before = phases[index]?.until ?? null;
    return before === null || before >= phase.from ? [] : [{ from: before, until: phase.from }];
  });
  const gone = phases.at(-1)?.until ?? null;
  return gone === null || gone >= now ? between : [...between, { from: gone, until: null }];
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const rests: Stretch[] = [];
  for (const stretch of stretches) {
    const last = rests.at(-1);
    if (last === undefined || last.until === null || last.until < stretch.from) {
      rests.push(stretch);
      continue;
    }
    rests.splice(-1, 1, { from: last.from, until: laterEnd(last.until, stretch.until) });
  }
  return rests;
}

function laterEnd(one: Date, other: Date | null): Date | null {
  return other === null || other > one ? other : one;
}

function lengthOf({ from, until }: Stretch, now: Date): number {
  return (until ?? now).getTime() - from.getTime();
}
