import { type Risk } from '../contract/standing.js';

/**
 * The order of an account's line, as columns that say it once and for all: the next is found by an index, however many
 * wait.
 *
 * Lower ranks go first, and nothing that waits ever overtakes a lower rank: imminent, high, whoever comes back to the
 * front because their counselor vanished, everybody else. Within a rank the earlier `line_since` goes first. It is when
 * the caller began to wait, less a head start: so a marked or carried-over caller goes before those who came later, and
 * also before those who came earlier by less than the head start. That difference is the ageing: whoever has waited
 * longer than it is overtaken no more, so that nobody starves.
 */
export const LINE_ORDER = 'line_rank, line_since, waiting_since, ticket.id';

export const lineRanks = { imminent: 0, high: 1, front: 2, others: 3 } as const;

/** What decides about a place. Never an answer to a questionnaire. */
export interface LineStanding {
  readonly risk: Risk;
  readonly waitingSince: Date;
  /** When the opening begins into which it was carried over, or began; null when it came within an opening. */
  readonly carriedOverTo: Date | null;
  /** Since when it stands in front, because its counselor vanished. */
  readonly frontSince?: Date | undefined;
}

export interface LinePlace {
  readonly rank: number;
  readonly since: Date;
}

/** @param ageingMs how long somebody waits before a carried-over caller goes before them no more; twice that for `watch` */
export function linePlace(standing: LineStanding, ageingMs: number): LinePlace {
  const { risk, waitingSince, carriedOverTo, frontSince } = standing;
  if (risk === 'imminent' || risk === 'high') return { rank: lineRanks[risk], since: waitingSince };
  if (frontSince !== undefined) return { rank: lineRanks.front, since: frontSince };
  // A night's wait is no head start over those whom people fear for: the wait of a carried-over caller begins with the opening.
  const began = carriedOverTo === null ? waitingSince : new Date(Math.max(+waitingSince, +carriedOverTo));
  const headStart = risk === 'watch' ? 2 * ageingMs : carriedOverTo === null ? 0 : ageingMs;
  return { rank: lineRanks.others, since: new Date(began.getTime() - headStart) };
}
