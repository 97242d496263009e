import { type Evidence, type Said } from './evidence.js';

/** The promise: a person or a fitting text within this time, in milliseconds. */
export const ANSWERED_WITHIN_MS = 10_000;
/** Texts that fit somebody who writes while the line is open, and while it is closed. */
const FITTING = {
  open: new Set(['waiting', 'taken', 'returned', 'place-again', 'full', 'limit', 'left', 'greeting']),
  closed: new Set(['closed', 'closing', 'taken', 'left', 'greeting']),
};

export interface Counts {
  readonly lost: number;
  readonly outOfOrder: number;
  /** Longest time from a bubble that began a situation to the first word that reached its sender, in milliseconds. */
  readonly firstResponseMsMax: number;
}

/** What was promised and did not hold, in words. */
export function breachesOf(evidence: Evidence): string[] {
  return [
    ...silences(evidence),
    ...unfitting(evidence),
    ...lost(evidence),
    ...outOfOrder(evidence),
    ...dropped(evidence),
    ...(evidence.overCapacity > 0
      ? [`over capacity: ${evidence.overCapacity} times somebody had more than they can look after`]
      : []),
    ...(evidence.refused > 0
      ? [`refused: ${evidence.refused} events set aside, or calls that broke LINE's rules`]
      : []),
  ];
}

export function countsOf(evidence: Evidence): Counts {
  return {
    lost: lost(evidence).length,
    outOfOrder: outOfOrder(evidence).length,
    firstResponseMsMax: Math.max(0, ...responses(evidence).map(({ afterMs }) => afterMs)),
  };
}

interface Response {
  readonly said: Said;
  readonly afterMs: number;
}

/**
 * Each bubble that nothing has answered yet, with the time until something did. One situation is answered once: a
 * closed period; one wait, from when the caller came into the line until they leave it; one consultation, by what was
 * said since its caller turned to us.
 */
function responses(evidence: Evidence): Response[] {
  const open: Response[] = [];
  for (const said of evidence.said) {
    const heard = evidence.heard.filter(({ userId }) => userId === said.userId);
    const begun = situationBegan(evidence, said);
    if (heard.some(({ at }) => at >= begun && at <= said.at)) continue;
    const next = heard.find(({ at }) => at >= said.at);
    open.push({ said, afterMs: next === undefined ? Infinity : next.at - said.at });
  }
  return open;
}

/** Since when whatever was said to the caller also answers this bubble. */
function situationBegan({ evenings, contacts, cares, heard }: Evidence, { userId, at }: Said): number {
  const own = <Item extends { readonly userId: string }>(items: readonly Item[]) =>
    items.filter((item) => item.userId === userId);
  const care = own(cares).find((entry) => entry.from <= at && (entry.until ?? Infinity) > at);
  // A consultation goes on from the wait before it, also past closing time.
  if (care !== undefined)
    return lastBefore(
      own(contacts).map((contact) => contact.at),
      at,
    );
  return lastBefore(
    [
      ...evenings.flatMap(({ since, opens, closes }) => [since, opens, closes]),
      ...own(cares).flatMap(({ until }) => until ?? []),
      ...own(heard)
        .filter(({ situations }) => situations.includes('left'))
        .map((entry) => entry.at + 1),
    ],
    at,
  );
}

function lastBefore(instants: readonly number[], at: number): number {
  return Math.max(-Infinity, ...instants.filter((instant) => instant <= at));
}

function silences(evidence: Evidence): string[] {
  return responses(evidence)
    .filter(({ afterMs }) => afterMs > ANSWERED_WITHIN_MS)
    .map(({ said, afterMs }) => {
      const waited = afterMs === Infinity ? 'never' : `only after ${afterMs / 1000} s`;
      return `silence: ${said.mark}, sent ${timeOf(said.at)}, was answered ${waited}`;
    });
}

/** A text for an open line in a closed one, or the reverse: a promise that nobody keeps. */
function unfitting({ heard, evenings }: Evidence): string[] {
  return heard.flatMap(({ at, situations }) => {
    const isOpen = evenings.some(({ opens, closes }) => opens <= at && at < closes);
    const fitting = isOpen ? FITTING.open : FITTING.closed;
    return situations
      .filter((situation) => !fitting.has(situation))
      .map(
        (situation) => `unfitting: the text ${situation} while ${isOpen ? 'open' : 'closed'}, ${timeOf(at)}`,
      );
  });
}

/** Each bubble stands in one talk room once, and each of a counselor's came to LINE once. */
function lost({ said, words, endings, heard }: Evidence): string[] {
  const inRooms = tally(endings.flatMap(({ inbound }) => inbound));
  const atLine = tally(heard.flatMap(({ marks }) => marks));
  const wrong = (mark: string, count: number, where: string) =>
    count === 1 ? [] : [`lost: ${mark} is ${count === 0 ? 'nowhere' : `${count} times`} ${where}`];
  return [
    ...said.flatMap(({ mark }) => wrong(mark, inRooms.get(mark) ?? 0, 'in the talk rooms')),
    ...words.flatMap(({ mark }) => wrong(mark, atLine.get(mark) ?? 0, 'at LINE')),
  ];
}

function outOfOrder({ said, words, endings, heard, picks }: Evidence): string[] {
  const broken: string[] = [];
  const check = (marks: readonly string[], order: ReadonlyMap<string, number>, where: string) =>
    marks.forEach((mark, index) => {
      const before = marks[index - 1];
      if (before !== undefined && (order.get(before) ?? 0) > (order.get(mark) ?? 0))
        broken.push(`order: ${mark} stands after ${before} ${where}`);
    });
  const sent = new Map([...said, ...words].map(({ mark }, index) => [mark, index]));
  for (const { inbound, ticketId } of endings) check(inbound, sent, `in the talk room of ${ticketId}`);
  for (const userId of new Set(heard.map((entry) => entry.userId)))
    check(
      heard.filter((entry) => entry.userId === userId).flatMap(({ marks }) => marks),
      sent,
      'on a phone',
    );
  for (const { ticketId, line } of picks) {
    const own = line.find(({ id }) => id === ticketId);
    const earlier = line.filter(({ id, since }) => id !== ticketId && since < (own?.since ?? 0));
    if (own === undefined || earlier.length > 0)
      broken.push(`order: ${ticketId} was taken before ${earlier.length} who waited longer`);
  }
  return broken;
}

/** Nobody is forgotten: each ticket ends with a person who answered, in the line, or on the list that a person reads. */
function dropped({ said, words, cares, endings }: Evidence): string[] {
  const spoken = new Set(words.map(({ ticketId }) => ticketId));
  // Whoever blocked the account meanwhile was looked after, and couldn't be told anything any more.
  const taken = new Set(cares.map(({ ticketId }) => ticketId));
  const known = new Set(endings.flatMap(({ inbound }) => inbound));
  const people = new Set(said.filter(({ mark }) => known.has(mark)).map(({ userId }) => userId));
  return [
    ...endings.flatMap(({ ticketId, state, followUp }) => {
      if (state === 'follow-up' && followUp === null) return [`dropped: ${ticketId} without a reason`];
      if (state === 'closed' && !spoken.has(ticketId) && !taken.has(ticketId))
        return [`dropped: ${ticketId} was closed and nobody had answered`];
      return [];
    }),
    ...[...new Set(said.map(({ userId }) => userId))]
      .filter((userId) => !people.has(userId))
      .map((userId) => `dropped: ${userId} has no ticket`),
  ];
}

function tally(marks: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
