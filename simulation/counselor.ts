import { randomUUID } from 'node:crypto';
import { type DrillConsole } from '../drill/console.js';
import { type DeskView } from '../src/contract/desk.js';
import { type ErrorBody } from '../src/contract/error.js';
import { type TalkRoomView, type TicketSummary } from '../src/contract/ticket.js';
import { roundSeconds } from './caller.js';
import { type Dice } from './dice.js';
import { type Shift } from './scenario.js';
import { type Stage } from './stage.js';

/** From somebody waiting on the screen to the click that takes them, in seconds. */
const REACTS_S = { least: 4, most: 25 };
const COUNSELOR_SHARE_OF_ROUND = 0.4;
const SPREAD = { typing: 0.4, consultation: 0.5 };
/** Minutes of silence after which a counselor asks whether somebody is still there, and then closes. */
const SILENCE_MINUTES = 10;

interface Consultation {
  readonly ticketId: string;
  readonly userId: string;
  readonly endsAt: number;
  /** It wants a word of the counselor, and has its turn. */
  unanswered: boolean;
  spokeAt: number;
  /** Nothing came from them for long since then. */
  silent: boolean;
  asked: boolean;
}

/** A counselor at the console: takes whom its desk shows first or gives them, answers one after another, and closes. */
export class Counselor {
  readonly #consultations = new Map<string, Consultation>();
  /** Those that want a word from this counselor, in order. */
  readonly #turns: Consultation[] = [];
  #busy = false;
  #recordsToWrite = 0;
  /** As they said it last; whoever opens a console is available. */
  #presence: 'available' | 'break' = 'available';

  constructor(
    private readonly stage: Stage,
    private readonly console: DrillConsole,
    private readonly shift: Shift,
    private readonly farewells: Set<string>,
    private readonly dice: Dice,
  ) {}

  /** Begins the next thing, if there is one and nothing else is under way. */
  wake(): void {
    this.#sayPresence();
    if (this.#busy) return;
    const { stage } = this;
    const comes =
      stage.mode === 'take'
        ? this.#takesMore && stage.waiting > 0
        : stage.hasFor(this.shift.login, this.#consultations.size);
    if (comes) {
      this.#do(this.dice.between(REACTS_S.least, REACTS_S.most), () => this.#look());
      return;
    }
    const next = this.#turns.shift();
    if (next === undefined) return;
    const types = COUNSELOR_SHARE_OF_ROUND * roundSeconds(stage.scenario.consultation);
    this.#do(this.dice.lasting(types, SPREAD.typing), () => this.#answer(next));
  }

  /** Nobody is given to who has gone home, or still writes the record of the last one. */
  #sayPresence(): void {
    if (this.stage.mode === 'take') return;
    const presence = this.#onDuty && (this.#recordsToWrite === 0 || this.#hasPlace) ? 'available' : 'break';
    if (presence === this.#presence) return;
    this.#presence = presence;
    this.stage.in(0, async () => void (await this.#ask('POST', '/api/presence', { presence })));
  }

  wrote(userId: string): void {
    const consultation = this.#consultations.get(userId);
    if (consultation === undefined) return;
    consultation.silent = false;
    consultation.asked = false;
    this.#wants(consultation);
  }

  #wants(consultation: Consultation): void {
    if (consultation.unanswered) return;
    consultation.unanswered = true;
    this.#turns.push(consultation);
  }

  get #onDuty(): boolean {
    const { from, to } = this.shift;
    return this.stage.evenings.some(({ opens, closes }) => {
      const minutes = (this.stage.now - opens) / 60_000;
      return minutes >= from && minutes < to && this.stage.now < closes;
    });
  }

  get #hasPlace(): boolean {
    return this.#consultations.size + this.#recordsToWrite < this.shift.capacity;
  }

  get #takesMore(): boolean {
    return this.#onDuty && this.#hasPlace;
  }

  #do(seconds: number, act: () => Promise<void>): void {
    this.#busy = true;
    this.stage.in(seconds, async () => {
      this.#busy = false;
      await act();
    });
  }

  /** Looks at the desk, and begins with whoever comes to them in the account's way. */
  async #look(): Promise<void> {
    const { waiting, mine, me } = await this.#ask<DeskView>('GET', '/api/desk');
    const known = new Set([...this.#consultations.values()].map(({ ticketId }) => ticketId));
    for (const ticket of mine) if (!known.has(ticket.id)) await this.#begin(ticket, [ticket, ...waiting]);
    for (const ticket of waiting) {
      if (ticket.offer?.to.id !== me.staffId) continue;
      // Meanwhile others may have passed it by: only the product knows who was asked and said nothing.
      const accepted = await this.#ask<TicketSummary>('POST', `/api/tickets/${ticket.id}/offer/accept`, {});
      await this.#begin(accepted, [accepted]);
    }
    const [first] = waiting;
    if (this.stage.mode !== 'take' || first === undefined || !this.#takesMore) return;
    await this.#begin(await this.#ask<TicketSummary>('POST', `/api/tickets/${first.id}/take`, {}), waiting);
  }

  /** @param line all who waited then, as the desk showed them, and the ticket itself */
  async #begin({ id: ticketId }: TicketSummary, line: readonly TicketSummary[]): Promise<void> {
    const { stage } = this;
    stage.picks.push({
      ticketId,
      line: line.map(({ id, waitingSince }) => ({ id, since: Date.parse(waitingSince) })),
    });
    const userId = stage.callerOf(await this.#ask<TalkRoomView>('GET', `/api/tickets/${ticketId}`));
    const { meanMinutes } = stage.scenario.consultation;
    const lasts = 60_000 * this.dice.lasting(meanMinutes, SPREAD.consultation);
    const consultation: Consultation = {
      ticketId,
      userId,
      endsAt: stage.now + lasts,
      unanswered: true,
      spokeAt: stage.now,
      silent: false,
      asked: false,
    };
    this.#consultations.set(userId, consultation);
    this.#turns.push(consultation);
    stage.cares.push({ ticketId, userId, login: this.shift.login, from: stage.now, until: null });
  }

  async #answer(consultation: Consultation): Promise<void> {
    if (this.#consultations.get(consultation.userId) !== consultation) return;
    // To somebody silent: first whether they are still there, then goodbye.
    const farewell = consultation.silent ? consultation.asked : this.stage.now >= consultation.endsAt;
    consultation.asked = consultation.silent;
    const { stage } = this;
    const { ticketId } = consultation;
    const mark = stage.mark('p');
    stage.touch();
    if (farewell) this.farewells.add(mark);
    const answer = await this.console.request<ErrorBody>('POST', `/api/tickets/${ticketId}/replies`, {
      clientId: randomUUID(),
      bubbles: [{ kind: 'text', text: `ここにいます〔${mark}〕` }],
    });
    if (answer.status === 409 && answer.body.error.code === 'caller_unreachable')
      return this.#end(consultation);
    if (answer.status !== 201) throw new Error(`a reply was answered ${answer.status}`);
    stage.words.push({ mark, ticketId });
    consultation.unanswered = false;
    if (farewell) return this.#end(consultation);
    const spokeAt = (consultation.spokeAt = stage.now);
    stage.in(60 * SILENCE_MINUTES, () => {
      if (consultation.unanswered || consultation.spokeAt !== spokeAt) return;
      consultation.silent = true;
      this.#wants(consultation);
    });
  }

  async #end({ ticketId, userId }: Consultation): Promise<void> {
    const { stage } = this;
    await this.#close(ticketId);
    this.#consultations.delete(userId);
    const index = stage.cares.findLastIndex((care) => care.ticketId === ticketId);
    const care = stage.cares[index];
    if (care !== undefined) stage.cares[index] = { ...care, until: stage.now };
    this.#recordsToWrite += 1;
    stage.in(60 * stage.scenario.wrapUpMinutes, () => void (this.#recordsToWrite -= 1));
  }

  /** With the whole talk on the screen; what comes in that moment is read first. */
  async #close(ticketId: string): Promise<void> {
    const path = `/api/tickets/${ticketId}`;
    for (;;) {
      const { messages } = await this.#ask<TalkRoomView>('GET', path);
      const seenThrough = messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null;
      this.stage.touch();
      const { status, body } = await this.console.request<ErrorBody>('POST', `${path}/close`, {
        seenThrough,
      });
      if (status === 200) return;
      if (body.error.code !== 'words_unseen') throw new Error(`closing was answered ${status}`);
    }
  }

  async #ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    this.stage.touch();
    const answer = await this.console.request<Body>(method, path, body);
    if (answer.status !== 200)
      throw new Error(`${method} ${path} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
