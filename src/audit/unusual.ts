/** A person read a ticket that wasn't theirs. */
export interface Reading {
  readonly staffId: string;
  readonly ticketId: string;
  readonly at: Date;
  /** They broke the glass for it, or looked at who its caller is. */
  readonly exception?: 'break-glass' | 'unmasking' | null;
}

export interface Unusual {
  readonly kind: 'many' | 'night' | 'break-glass' | 'unmasking';
  readonly staffId: string;
  readonly from: Date;
  readonly until: Date;
  readonly tickets: number;
}

/** So many different tickets within an hour are more than supervising a shift needs. */
export const MANY_TICKETS = 10;
const MANY_WITHIN_MS = 60 * 60_000;
export const NIGHT_TICKETS = 3;
/** From 23:00 to 5:00 in Japan, as milliseconds of a day in UTC. */
const NIGHT_BEGINS_UTC_MS = 14 * 3_600_000;
const NIGHT_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;
const JAPAN_MS = 9 * 3_600_000;

/**
 * Who read in a way that somebody should ask about. It says that something stands out, never that it was wrong.
 * @param readings oldest first
 * @returns newest first
 */
export function unusualReadings(readings: readonly Reading[]): Unusual[] {
  const byPerson = groupBy(readings, ({ staffId }) => staffId);
  const found = [...byPerson.values()].flatMap((own) => [
    ...manyOf(own),
    ...nightsOf(own),
    ...exceptionsOf(own, 'break-glass'),
    ...exceptionsOf(own, 'unmasking'),
  ]);
  return found.toSorted((a, b) => b.from.getTime() - a.from.getTime() || a.kind.localeCompare(b.kind));
}

/** Stretches in which every hour that ends within them holds too many; stretches that touch are one. */
function manyOf(own: readonly Reading[]): Unusual[] {
  const stretches: Reading[][] = [];
  let first = 0;
  let last: Reading[] | undefined;
  own.forEach((reading, index) => {
    while ((own[first] as Reading).at.getTime() <= reading.at.getTime() - MANY_WITHIN_MS) first += 1;
    const hour = own.slice(first, index + 1);
    if (ticketsIn(hour) < MANY_TICKETS) return;
    if (last !== undefined && last.includes(hour[0] as Reading)) {
      last.push(reading);
    } else {
      last = [...hour];
      stretches.push(last);
    }
  });
  return stretches.map((stretch) => unusual('many', stretch));
}

function nightsOf(own: readonly Reading[]): Unusual[] {
  const nights = groupBy(
    own.filter(({ at }) => sinceNight(at) < NIGHT_MS),
    ({ at }) => Math.floor((at.getTime() - NIGHT_BEGINS_UTC_MS) / DAY_MS),
  );
  return [...nights.values()]
    .filter((night) => ticketsIn(night) >= NIGHT_TICKETS)
    .map((night) => unusual('night', night));
}

/** Each one counts: a day of them is one line. */
function exceptionsOf(own: readonly Reading[], kind: 'break-glass' | 'unmasking'): Unusual[] {
  const days = groupBy(
    own.filter(({ exception }) => exception === kind),
    ({ at }) => Math.floor((at.getTime() + JAPAN_MS) / DAY_MS),
  );
  return [...days.values()].map((day) => unusual(kind, day));
}

/** How long after 23:00 in Japan. */
function sinceNight(at: Date): number {
  return (((at.getTime() - NIGHT_BEGINS_UTC_MS) % DAY_MS) + DAY_MS) % DAY_MS;
}

function ticketsIn(readings: readonly Reading[]): number {
  return new Set(readings.map(({ ticketId }) => ticketId)).size;
}

function unusual(kind: Unusual['kind'], readings: readonly Reading[]): Unusual {
  const [first] = readings as [Reading, ...Reading[]];
  const until = readings.at(-1)?.at ?? first.at;
  return { kind, staffId: first.staffId, from: first.at, until, tickets: ticketsIn(readings) };
}

function groupBy<Key>(readings: readonly Reading[], keyOf: (reading: Reading) => Key): Map<Key, Reading[]> {
  const groups = new Map<Key, Reading[]>();
  for (const reading of readings) {
    const key = keyOf(reading);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reading]);
    else group.push(reading);
  }
  return groups;
}
