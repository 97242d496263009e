import { randomUUID } from 'node:crypto';
import { type DeskView } from '../src/contract/desk.js';
import { type ReplyView, type TalkRoomView, type TicketSummary } from '../src/contract/ticket.js';
import { type Book } from './book.js';
import { type Chance } from './chance.js';
import { type DrillConsole } from './console.js';
import { ACCOUNTS, type World } from './world.js';

/** Tickets that one counselor looks after at once. */
const SHARE = 8;
const REPLY_BUBBLES = 3;
const CLOSES_AFTER_REPLY = 0.02;

export interface Load {
  readonly callers: number;
  /** Callers' messages per second, all callers together. */
  readonly wordsPerSecond: number;
  /** Milliseconds between two replies of one counselor, at most. */
  readonly thinksMs: number;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Callers who write and counselors who answer, until they are told to stop. */
export class People {
  readonly #running: Promise<void>[] = [];
  #writing = true;
  #answering = true;
  #givingUp = false;

  constructor(
    private readonly world: World,
    private readonly book: Book,
    private readonly chance: Chance,
    private readonly load: Load,
  ) {}

  async start(): Promise<void> {
    const callers = [];
    for (let index = 0; index < this.load.callers; index += 1) {
      const account = ACCOUNTS[index % ACCOUNTS.length] ?? ACCOUNTS[0];
      const { userId } = await this.world.standIn.createUser({
        displayName: `相談者${index}`,
        friendOf: [account],
      });
      callers.push({ account, userId });
    }
    this.#running.push(this.#write(callers, this.chance.branch()));
    for (const counselor of this.world.counselors)
      this.#running.push(this.#counsel(counselor, this.chance.branch()));
  }

  /** Callers write no more; counselors go on. */
  stopWriting(): void {
    this.#writing = false;
  }

  /** Resolves when every reply that was begun has an answer, or was given up after `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    this.#writing = false;
    this.#answering = false;
    const timer = setTimeout(() => (this.#givingUp = true), limitMs);
    await Promise.all(this.#running);
    clearTimeout(timer);
  }

  async #write(callers: readonly { account: string; userId: string }[], chance: Chance): Promise<void> {
    const gapMs = 1000 / this.load.wordsPerSecond;
    while (this.#writing) {
      const { account, userId } = chance.pick(callers);
      // People send a thought in several bubbles.
      for (let bubble = chance.between(1, 3); bubble > 0; bubble -= 1) {
        const mark = this.book.mark('w');
        this.book.wrote(userId, mark);
        await this.world.standIn.sendText(account, userId, `聞いてください${mark}`);
        await pause(chance.between(0, 2 * gapMs));
      }
    }
  }

  async #counsel(counselor: DrillConsole, chance: Chance): Promise<void> {
    while (this.#answering) {
      await pause(chance.between(0, this.load.thinksMs));
      const desk = await this.#desk(counselor);
      if (desk === undefined) continue;
      const waiting = desk.waiting.slice(0, 3);
      if (waiting.length > 0 && desk.mine.length < SHARE) await this.#take(counselor, chance.pick(waiting));
      if (desk.mine.length > 0) await this.#answer(counselor, chance.pick(desk.mine), chance);
    }
  }

  /** Several replies one after another, as people write, and now and then the end of the consultation. */
  async #answer(counselor: DrillConsole, ticket: TicketSummary, chance: Chance): Promise<void> {
    for (let replies = chance.between(1, 2); replies > 0; replies -= 1)
      if (!(await this.#reply(counselor, ticket, chance))) return;
    if (chance.happens(CLOSES_AFTER_REPLY)) await this.#close(counselor, ticket);
  }

  /** With the talk on the screen. Where a caller writes in that moment, the consultation just goes on. */
  async #close(counselor: DrillConsole, { id }: TicketSummary): Promise<void> {
    const path = `/api/tickets/${id}`;
    const room = await counselor.insist<TalkRoomView>('GET', path, undefined, () => this.#givingUp);
    if (room?.status !== 200) return;
    const seenThrough = room.body.messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null;
    await counselor.insist('POST', `${path}/close`, { seenThrough }, () => this.#givingUp);
  }

  async #desk(counselor: DrillConsole): Promise<DeskView | undefined> {
    try {
      const { status, body } = await counselor.request<DeskView>('GET', '/api/desk');
      return status === 200 ? body : undefined;
    } catch {
      return undefined;
    }
  }

  async #take(counselor: DrillConsole, ticket: TicketSummary): Promise<void> {
    try {
      const { status } = await counselor.request('POST', `/api/tickets/${ticket.id}/take`, {});
      if (status === 200) this.book.tookOver(ticket.id, counselor.login);
    } catch {
      // If it was taken all the same, the desk says so.
    }
  }

  /** Sends one reply until it has an answer, always under the same client id. */
  async #reply(counselor: DrillConsole, ticket: TicketSummary, chance: Chance): Promise<boolean> {
    const marks = Array.from({ length: chance.between(1, REPLY_BUBBLES) }, () => this.book.mark('r'));
    const reply = { ticketId: ticket.id, marks, acknowledged: false };
    this.book.replies.push(reply);
    const answer = await counselor.insist<ReplyView>(
      'POST',
      `/api/tickets/${ticket.id}/replies`,
      {
        clientId: randomUUID(),
        bubbles: marks.map((mark) => ({ kind: 'text', text: `ここにいます${mark}` })),
      },
      () => this.#givingUp,
    );
    if (answer === undefined) return false;
    reply.acknowledged = answer.status === 200 || answer.status === 201;
    if (!reply.acknowledged)
      this.book.wrong.push(`a reply was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return reply.acknowledged;
  }
}
