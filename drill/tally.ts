import { type MessageView } from '../src/contract/message.js';
import { type TalkRoomView } from '../src/contract/ticket.js';
import { type ApiCallRecord, type Delivery } from '../stand-in/server/stand-in.js';
import { type Book, markIn } from './book.js';
import { type World } from './world.js';

/** Only the waiting text says a place in line; whoever was taken at once is told so instead. */
const WAITING_TEXT = /番目です|相談員が、いま読んでいます/;
const DETAILS_KEPT = 20;
/** How long after LINE's answer an attempt may not have been written yet. */
const WRITTEN_WITHIN_MS = 1000;

/** What is left of a scenario once everything has come to rest. */
export interface Findings {
  lost: number;
  duplicated: number;
  out_of_order: number;
  wrong: number;
  /** What exactly, the first ones. */
  details: string[];
}

export type Fault = Exclude<keyof Findings, 'details'>;

/** Everything that the relay shows and everything that LINE took, as far as it belongs to one scenario. */
export interface Evidence {
  readonly rooms: readonly TalkRoomView[];
  readonly deliveries: readonly Delivery[];
  /** Every call by reply token, also those without an answer. */
  readonly replies: readonly Pick<ApiCallRecord, 'requestId' | 'status' | 'at' | 'durationMs'>[];
  /** Times for which a process took the database to be away and told callers so. */
  readonly outages: number;
}

/** Reads every talk room as a supervisor would, and LINE's ledger. */
export async function gather(world: World, ticketIds: readonly string[], after: number): Promise<Evidence> {
  const rooms: TalkRoomView[] = [];
  const queue = [...ticketIds];
  const read = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const answer = await world.supervisor.insist<TalkRoomView>(
        'GET',
        `/api/tickets/${id}`,
        undefined,
        () => false,
      );
      if (answer?.status !== 200) throw new Error(`the talk room of ${id} was answered ${answer?.status}`);
      rooms.push(answer.body);
    }
  };
  await Promise.all([read(), read(), read(), read()]);
  const { standIn, postgres } = world;
  const [told] = await postgres.query<{ outages: number }>(
    `SELECT count(DISTINCT period)::int AS outages FROM notice JOIN ticket USING (caller_id)
     WHERE situation = 'emergency' AND ticket.id = ANY($1)`,
    [ticketIds],
  );
  return {
    rooms,
    outages: told?.outages ?? 0,
    deliveries: await standIn.deliveries({ after }),
    replies: await standIn.apiCalls({ after, endpoint: 'reply' }),
  };
}

/** Compares what people sent with what arrived. */
export class Tally {
  readonly findings: Findings = { lost: 0, duplicated: 0, out_of_order: 0, wrong: 0, details: [] };
  /** Texts that LINE took, by caller, in the order in which it took them. */
  readonly #taken = new Map<string, string[]>();
  /** Whose words a talk room holds. */
  readonly #callerOf = new Map<string, string>();

  constructor(
    private readonly book: Book,
    private readonly evidence: Evidence,
  ) {
    for (const delivery of evidence.deliveries) {
      const texts = delivery.body.messages.map((message) => String(message['text']));
      this.#taken.set(delivery.userId, [...(this.#taken.get(delivery.userId) ?? []), ...texts]);
    }
  }

  count(): Findings {
    for (const what of this.book.wrong) this.found('wrong', what);
    for (const [ticketId, owners] of this.book.owners)
      if (owners.size > 1) this.found('wrong', `${ticketId} was given to ${[...owners].join(' and ')}`);
    this.#words();
    this.#replies();
    this.#automaticTexts();
    this.#states();
    return this.findings;
  }

  found(fault: Fault, detail: string, count = 1): void {
    if (count <= 0) return;
    this.findings[fault] += count;
    if (this.findings.details.length < DETAILS_KEPT) this.findings.details.push(`${fault}: ${detail}`);
  }

  /** Each word is in one talk room, once, and each talk room has one caller's words in the order of writing. */
  #words(): void {
    const writer = new Map<string, { userId: string; place: number }>();
    for (const [userId, marks] of this.book.words)
      for (const [place, mark] of marks.entries()) writer.set(mark, { userId, place });
    const seen = new Map<string, number>();
    for (const room of this.evidence.rooms) {
      let last = -1;
      for (const message of room.messages.filter(({ direction }) => direction === 'inbound')) {
        const mark = markIn(textOf(message));
        const word = mark === undefined ? undefined : writer.get(mark);
        if (mark === undefined || word === undefined) {
          this.found(
            'wrong',
            `${room.ticket.id} has words that nobody wrote: ${mark ?? message.content.kind}`,
          );
          continue;
        }
        seen.set(mark, (seen.get(mark) ?? 0) + 1);
        const caller = this.#callerOf.get(room.ticket.id) ?? word.userId;
        this.#callerOf.set(room.ticket.id, caller);
        if (caller !== word.userId) this.found('wrong', `${room.ticket.id} has words of two callers`);
        if (word.place < last) this.found('out_of_order', `${mark} in ${room.ticket.id}`);
        last = word.place;
      }
    }
    for (const mark of writer.keys()) {
      const times = seen.get(mark) ?? 0;
      if (times === 0) this.found('lost', `the word ${mark}`);
      this.found('duplicated', `the word ${mark}: ${times} times`, times - 1);
    }
  }

  /** Each reply was taken by LINE once, for the right caller, and in the order in which it was sent. */
  #replies(): void {
    const places = new Map<string, { userId: string; order: number }[]>();
    let order = 0;
    for (const [userId, texts] of this.#taken)
      for (const text of texts) {
        const mark = markIn(text);
        if (mark !== undefined)
          places.set(mark, [...(places.get(mark) ?? []), { userId, order: (order += 1) }]);
      }
    const last = new Map<string, number>();
    for (const reply of this.book.replies)
      for (const mark of reply.marks) {
        const taken = places.get(mark) ?? [];
        places.delete(mark);
        if (taken.length === 0 && reply.acknowledged) this.found('lost', `the reply ${mark}`);
        this.found('duplicated', `the reply ${mark}: ${taken.length} times`, taken.length - 1);
        const [first] = taken;
        if (first === undefined) continue;
        const caller = this.#callerOf.get(reply.ticketId);
        if (caller !== undefined && caller !== first.userId)
          this.found('wrong', `the reply ${mark} went to another caller`);
        if (first.order < (last.get(reply.ticketId) ?? 0)) this.found('out_of_order', `the reply ${mark}`);
        last.set(reply.ticketId, first.order);
      }
    for (const mark of places.keys()) this.found('wrong', `LINE took ${mark}, which nobody sent`);
  }

  /**
   * Waiting texts that LINE took by reply token while nobody could learn of it: the answer never went out, or a process
   * or the database died before it can have been written. No retry key makes such a one the same as the push that follows.
   */
  #openReplies(userId: string): number {
    const open = new Set(
      this.evidence.replies.flatMap(({ requestId, status, at, durationMs }) =>
        status !== 200 || this.book.outageWithin(at, at + durationMs + WRITTEN_WITHIN_MS) ? requestId : [],
      ),
    );
    return this.evidence.deliveries.filter(
      ({ userId: to, requestId, body }) =>
        to === userId &&
        open.has(requestId) &&
        body.messages.some((message) => WAITING_TEXT.test(String(message['text']))),
    ).length;
  }

  /**
   * The waiting text at most once per ticket, and once more for each reply without an answer; any other at most once for
   * each time the database was away. Where nobody killed it, a busy machine may have made it too slow for a while.
   */
  #automaticTexts(): void {
    const outages = this.book.databaseRestarts || this.evidence.outages;
    const tickets = new Map<string, number>();
    for (const caller of this.#callerOf.values()) tickets.set(caller, (tickets.get(caller) ?? 0) + 1);
    for (const [userId, texts] of this.#taken) {
      const automatic = texts.filter((text) => markIn(text) === undefined);
      const waiting = automatic.filter((text) => WAITING_TEXT.test(text)).length;
      const others = automatic.filter((text) => !WAITING_TEXT.test(text));
      const allowed = (tickets.get(userId) ?? 0) + this.#openReplies(userId);
      this.found('duplicated', `a waiting text, ${waiting} times`, waiting - allowed);
      this.found(
        'duplicated',
        `other automatic texts, ${outages} allowed: ${others.join(' | ')}`,
        others.length - outages,
      );
    }
    for (const room of this.evidence.rooms) {
      const waiting = room.messages.filter((message) => WAITING_TEXT.test(textOf(message) ?? '')).length;
      this.found('duplicated', `${waiting} waiting texts in ${room.ticket.id}`, waiting - 1);
    }
  }

  /** What the console says of a delivery is what LINE did. */
  #states(): void {
    const taken = new Map([...this.#taken].map(([userId, texts]) => [userId, new Set(texts)]));
    for (const room of this.evidence.rooms) {
      const texts = taken.get(this.#callerOf.get(room.ticket.id) ?? '');
      for (const message of room.messages) {
        const text = textOf(message);
        if (message.delivery === null || text === null) continue;
        const { state, mayHaveArrived } = message.delivery;
        const arrived = texts?.has(text) === true;
        const what = markIn(text) ?? 'an automatic text';
        if (state === 'accepted' && !arrived)
          this.found('wrong', `${what} is said to be accepted and was not`);
        if (state !== 'accepted' && arrived && !mayHaveArrived)
          this.found('wrong', `${what} arrived and is said to be ${state}`);
      }
    }
  }
}

function textOf(message: MessageView): string | null {
  return message.content.kind === 'text' ? message.content.text : null;
}
