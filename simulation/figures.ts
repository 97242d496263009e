import { type Care, type Contact, type Evidence } from './evidence.js';
import { countsOf } from './invariants.js';
import { type Mode } from './scenario.js';

export interface Figures {
  readonly scenario: string;
  readonly seed: number;
  readonly mode: Mode;
  readonly evenings: number;
  readonly contacts: number;
  readonly distinct_callers: number;
  readonly out_of_hours_share: number;
  readonly answered: number;
  readonly answer_rate_of_contacts: number;
  readonly answer_rate_within_hours: number;
  readonly answered_too_late: number;
  readonly no_reply: number;
  readonly wait_s_median: number;
  readonly wait_s_p90: number;
  readonly wait_s_max: number;
  readonly abandoned: number;
  readonly consultation_min_mean: number;
  readonly messages_in: number;
  readonly messages_out: number;
  readonly follow_ups: number;
  readonly follow_ups_by_reason: Readonly<Record<string, number>>;
  readonly texts_sent: number;
  readonly max_waiting: number;
  readonly first_response_s_max: number;
  readonly lost: number;
  readonly out_of_order: number;
  readonly over_capacity: number;
  readonly settle_ms_max: number;
  readonly wall_s: number;
}

interface Outcome {
  readonly contact: Contact;
  /** When a person's first word reached the caller. */
  readonly answeredAt: number | null;
  /** Whether they wrote after that. */
  readonly replied: boolean;
}

/** The figures that public reports of such lines print, and those by which a run is judged. */
export function figuresOf(
  run: Pick<Figures, 'scenario' | 'seed' | 'mode'>,
  evidence: Evidence,
  wallS: number,
): Figures {
  const { contacts, said, words, heard, endings } = evidence;
  const outcomes = outcomesOf(evidence);
  const answered = outcomes.filter(({ answeredAt }) => answeredAt !== null);
  const inHours = outcomes.filter(({ contact }) => contact.inHours);
  const answeredInHours = inHours.filter(({ answeredAt }) => answeredAt !== null);
  const waits = answered.map(({ contact, answeredAt }) => ((answeredAt ?? 0) - contact.at) / 1000);
  const real = conversationsOf(evidence);
  const { lost, outOfOrder, firstResponseMsMax } = countsOf(evidence);
  const reasons = endings.flatMap(({ state, followUp }) => (state === 'follow-up' ? (followUp ?? '?') : []));
  return {
    ...run,
    evenings: evidence.evenings.length,
    contacts: contacts.length,
    distinct_callers: new Set(contacts.map(({ userId }) => userId)).size,
    out_of_hours_share: share(contacts.length - inHours.length, contacts.length),
    answered: answered.length,
    answer_rate_of_contacts: share(answered.length, contacts.length),
    answer_rate_within_hours: share(answeredInHours.length, inHours.length),
    answered_too_late: answered.filter(({ contact }) => contact.goneAt !== null).length,
    no_reply: answered.filter(({ replied }) => !replied).length,
    wait_s_median: round(quantile(waits, 0.5), 0),
    wait_s_p90: round(quantile(waits, 0.9), 0),
    wait_s_max: round(quantile(waits, 1), 0),
    abandoned: contacts.filter(({ goneAt }) => goneAt !== null).length,
    consultation_min_mean: round(
      mean(real.flatMap(({ from, until }) => (until === null ? [] : (until - from) / 60_000))),
      1,
    ),
    messages_in: said.length,
    messages_out: words.length,
    follow_ups: reasons.length,
    follow_ups_by_reason: Object.fromEntries(
      [...new Set(reasons)]
        .toSorted()
        .map((reason) => [reason, reasons.filter((other) => other === reason).length]),
    ),
    texts_sent: heard.reduce((sum, { situations }) => sum + situations.length, 0),
    max_waiting: evidence.maxWaiting,
    first_response_s_max: firstResponseMsMax / 1000,
    lost,
    out_of_order: outOfOrder,
    over_capacity: evidence.overCapacity,
    settle_ms_max: evidence.settleMsMax,
    wall_s: round(wallS, 1),
  };
}

/** A contact reaches until its caller turns to the line the next time. */
function outcomesOf({ contacts, heard, said }: Evidence): Outcome[] {
  return contacts.map((contact) => {
    const { userId, at } = contact;
    const later = contacts.filter((other) => other.userId === userId && other.at > at);
    const until = Math.min(Infinity, ...later.map((other) => other.at));
    const within = (instant: number) => instant >= at && instant < until;
    const word = heard.find((entry) => entry.userId === userId && within(entry.at) && entry.marks.length > 0);
    const answeredAt = word?.at ?? null;
    const replied =
      answeredAt !== null &&
      said.some((bubble) => bubble.userId === userId && within(bubble.at) && bubble.at > answeredAt);
    return { contact, answeredAt, replied };
  });
}

/** Consultations in which the caller answered the counselor: reports leave out the others when they say how long one takes. */
function conversationsOf({ cares, heard, said }: Evidence): Care[] {
  return cares.filter(({ userId, from, until }) => {
    const within = (at: number) => at >= from && at <= (until ?? Infinity);
    const word = heard.find((entry) => entry.userId === userId && within(entry.at) && entry.marks.length > 0);
    return (
      word !== undefined &&
      said.some((bubble) => bubble.userId === userId && within(bubble.at) && bubble.at > word.at)
    );
  });
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : round(part / whole, 3);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
