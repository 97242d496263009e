import { type Candidate, type Needs, type NeedsToMeet, type Resting } from './match.read-model.js';

/** Whether somebody can give what a ticket asks for. Japanese everybody speaks. */
export function fits({ languages, professions }: Candidate, { language, profession }: Needs): boolean {
  return (
    (language === null || languages.includes(language)) &&
    (profession === null || professions.includes(profession))
  );
}

/**
 * Every kind of need that one of these people could meet. A ticket with which each of them is to be left alone for a
 * while is passed over, so that it holds up nobody behind it.
 */
export function needsToMeet(candidates: readonly Candidate[], resting: readonly Resting[]): NeedsToMeet[] {
  const kinds = new Map<string, Needs>();
  for (const { languages, professions } of candidates)
    for (const language of [null, ...languages])
      for (const profession of [null, ...professions])
        kinds.set(`${language} ${profession}`, { language, profession });
  return [...kinds.values()].map((needs) => {
    const people = candidates.filter((candidate) => fits(candidate, needs));
    const tickets = [...new Set(resting.map(({ ticketId }) => ticketId))];
    return {
      ...needs,
      resting: tickets.filter((ticketId) => people.every(({ staffId }) => rests(resting, ticketId, staffId))),
    };
  });
}

export function rests(resting: readonly Resting[], ticketId: string, staffId: string): boolean {
  return resting.some((one) => one.ticketId === ticketId && one.staffId === staffId);
}

/** What else decides about who of those that fit is next. */
export interface Preference {
  /** How often each has had it in this wait. */
  readonly offers: ReadonlyMap<string, number>;
  /** Whom the caller knows; null where the account doesn't ask. */
  readonly lastCounselor: string | null;
}

/** Who had it least often goes first, so that everybody has it once; then whom the caller knows, least loaded, longest idle. */
export function inTurn(candidates: readonly Candidate[], { offers, lastCounselor }: Preference): Candidate[] {
  const known = ({ staffId }: Candidate) => (staffId === lastCounselor ? 0 : 1);
  const had = ({ staffId }: Candidate) => offers.get(staffId) ?? 0;
  const idle = ({ idleSince }: Candidate) => idleSince?.getTime() ?? 0;
  return candidates.toSorted(
    (one, other) =>
      had(one) - had(other) ||
      known(one) - known(other) ||
      one.held - other.held ||
      idle(one) - idle(other) ||
      (one.staffId < other.staffId ? -1 : 1),
  );
}
