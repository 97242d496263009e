import { type TalkRoomView } from '../src/contract/ticket.js';
import { type Delivery } from '../stand-in/server/stand-in.js';
import { Agenda, type Act } from './agenda.js';
import { type Evening } from './calendar.js';
import { type SimulatedClock } from './clock.js';
import { type Care, type Heard, marksIn, type Pick, type Said, situationOf, type Word } from './evidence.js';
import { type Mode, type Scenario } from './scenario.js';
import { ACCOUNT, type World } from './world.js';

const RESTS_WITHIN_MS = 20_000;
const LOOKS_AGAIN_MS = 4;

/** Whoever hears what LINE took for them. */
export interface Listener {
  hears(heard: Heard, delivery: Delivery): void;
}

/** Whoever may have something to do after each step. */
export interface Worker {
  wake(): void;
  /** A caller wrote. */
  wrote(userId: string): void;
}

interface Probe {
  readonly busy: boolean;
  readonly nextTimer: number | undefined;
  readonly waiting: number;
  readonly overCapacity: number;
  /** Logins of those to whom a ticket is offered. */
  readonly offered: readonly string[];
  /** How many tickets each has, by login. */
  readonly held: Readonly<Record<string, number>>;
}

/**
 * Moves the clock from one thing that happens to the next: what people do, and the product's own timers. After each,
 * it waits in real time until the product has come to rest, and tells people what reached them.
 */
export class Stage {
  readonly agenda = new Agenda();
  readonly listeners = new Map<string, Listener>();
  readonly workers: Worker[] = [];
  readonly said: Said[] = [];
  readonly words: Word[] = [];
  readonly heard: Heard[] = [];
  readonly cares: Care[] = [];
  readonly picks: Pick[] = [];
  readonly #whoseMark = new Map<string, string>();
  #marks = 0;
  #wrote: string[] = [];
  #touched = false;
  #ledger = 0;
  #probe: Probe = {
    busy: false,
    nextTimer: undefined,
    waiting: 0,
    overCapacity: 0,
    offered: [],
    held: {},
  };
  overCapacity = 0;
  maxWaiting = 0;
  settleMsMax = 0;

  constructor(
    readonly world: World,
    readonly clock: SimulatedClock,
    readonly scenario: Scenario,
    readonly evenings: readonly Evening[],
    readonly mode: Mode,
  ) {}

  readonly account = ACCOUNT;

  get now(): number {
    return this.clock.instant;
  }

  /** How many wait, as of the last step. */
  get waiting(): number {
    return this.#probe.waiting;
  }

  /** What the product has for somebody: an offer, or more tickets than they know of. */
  hasFor(login: string, known: number): boolean {
    return this.#probe.offered.includes(login) || (this.#probe.held[login] ?? 0) > known;
  }

  /** Something happens in so many seconds. */
  in(seconds: number, act: Act): void {
    this.agenda.note(this.now + seconds * 1000, act);
  }

  mark(kind: string): string {
    this.#marks += 1;
    return `${kind}${this.#marks}`;
  }

  /** A caller's bubble goes to LINE, and from there to the product. */
  async say(userId: string): Promise<void> {
    this.touch();
    const mark = this.mark('c');
    this.said.push({ mark, userId, at: this.now });
    this.#whoseMark.set(mark, userId);
    const { attempt } = await this.world.standIn.sendText(ACCOUNT, userId, `聞いてください〔${mark}〕`, {
      wait: true,
    });
    if (attempt?.status !== 200) throw new Error(`a webhook was answered ${attempt?.status ?? 'not at all'}`);
    this.#wrote.push(userId);
  }

  /** Whose words a talk room holds. */
  callerOf(room: TalkRoomView): string {
    for (const { content } of room.messages) {
      const [mark] = content?.kind === 'text' ? marksIn(content.text) : [];
      const userId = mark === undefined ? undefined : this.#whoseMark.get(mark);
      if (userId !== undefined) return userId;
    }
    throw new Error('a talk room holds no words of a caller');
  }

  /** Goes on until nobody has anything left to do, or until then. */
  async run(until: number): Promise<void> {
    await this.#settle();
    this.settleMsMax = 0;
    for (;;) {
      const next = Math.min(this.agenda.next ?? Infinity, this.#timerWorthWaitingFor() ?? Infinity);
      if (next > until) return;
      await this.clock.moveTo(next);
      this.#touched = false;
      if ((this.#probe.nextTimer ?? Infinity) <= this.now) this.touch();
      for (const act of this.agenda.take(this.now)) await act();
      if (this.#touched) await this.#settle();
      await this.#tell();
    }
  }

  /** The product has been asked for something, so it must come to rest before the clock moves on. */
  touch(): void {
    this.#touched = true;
  }

  /** When nobody acts or waits any more, the product's timers of later days end nothing here. */
  #timerWorthWaitingFor(): number | undefined {
    const last = this.evenings.at(-1);
    const over = this.agenda.next === undefined && this.waiting === 0 && this.now >= (last?.closes ?? 0);
    return over ? undefined : this.#probe.nextTimer;
  }

  async #settle(): Promise<void> {
    for (;;) {
      this.#probe = await this.#look();
      if (!this.#probe.busy) break;
      if (this.clock.standsFor > RESTS_WITHIN_MS)
        throw new Error(`the product did not come to rest at ${this.clock.now().toISOString()}`);
      await new Promise((resolve) => setTimeout(resolve, LOOKS_AGAIN_MS));
    }
    this.settleMsMax = Math.max(this.settleMsMax, this.clock.standsFor);
    this.overCapacity += this.#probe.overCapacity;
    this.maxWaiting = Math.max(this.maxWaiting, this.waiting);
  }

  async #look(): Promise<Probe> {
    const [row] = await this.world.database.query<{
      busy: boolean;
      due: boolean;
      next: Date | null;
      waiting: number;
      over: number;
      offered: string[];
      held: Record<string, number>;
    }>(
      `SELECT EXISTS (SELECT FROM inbound_event WHERE state = 'stored')
           OR EXISTS (SELECT FROM delivery WHERE state = 'waiting') AS busy,
         (SELECT min(due_at) FROM timer) AS next,
         EXISTS (SELECT FROM timer WHERE due_at <= $1) AS due,
         (SELECT count(*)::int FROM ticket WHERE state = 'waiting') AS waiting,
         (SELECT count(*)::int FROM (
            SELECT FROM ticket JOIN staff ON staff.id = assigned_to WHERE state = 'active'
            GROUP BY staff.id HAVING count(*) > capacity) AS crowded) AS over,
         ARRAY(SELECT login FROM ticket JOIN staff ON staff.id = offered_to WHERE state = 'waiting') AS offered,
         (SELECT coalesce(json_object_agg(login, count), '{}') FROM (
            SELECT login, count(*)::int FROM ticket JOIN staff ON staff.id = assigned_to WHERE state = 'active'
            GROUP BY login) AS hands) AS held`,
      [this.clock.now()],
    );
    if (row === undefined) throw new Error('the database said nothing');
    if (row.due) while (await this.world.timers.fireDue());
    let assigned = false;
    if (!row.busy && !row.due && row.waiting > 0)
      while (await this.world.matcher.decide(ACCOUNT)) assigned = true;
    return {
      busy: row.busy || row.due || assigned,
      nextTimer: row.next?.getTime(),
      waiting: row.waiting,
      overCapacity: row.over,
      offered: row.offered,
      held: row.held,
    };
  }

  async #tell(): Promise<void> {
    const deliveries = this.#touched ? await this.world.standIn.deliveries({ after: this.#ledger }) : [];
    for (const delivery of deliveries) {
      this.#ledger = Math.max(this.#ledger, delivery.order);
      const texts = delivery.body.messages.map((message) => String(message['text']));
      const automatic = texts.filter((text) => marksIn(text).length === 0);
      const heard: Heard = {
        userId: delivery.userId,
        at: this.clock.fromRealTime(delivery.at).getTime(),
        marks: texts.flatMap(marksIn),
        situations: automatic.map(situationOf),
      };
      if (!delivery.reached) continue;
      this.heard.push(heard);
      this.listeners.get(delivery.userId)?.hears(heard, delivery);
    }
    const wrote = this.#wrote;
    this.#wrote = [];
    for (const worker of this.workers) {
      for (const userId of wrote) worker.wrote(userId);
      worker.wake();
    }
  }
}
