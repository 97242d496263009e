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

/** A counselor at the console: takes whom its desk shows first, answers one after another, and closes. */
export class Counselor {
  readonly #consultations = new Map<string, Consultation>();
  /** Those that want a word from this counselor, in order. */
  readonly #turns: Consultation[] = [];
  #busy = false;
  #recordsToWrite = 0;

  constructor(
    private readonly stage: Stage,
    private readonly console: DrillConsole,
    private readonly shift: Shift,
    private readonly farewells: Set<string>,
    private readonly dice: Dice,
  ) {}

  /** Begins the next thing, if there is one and nothing else is under way. */
  wake(): void {
    if (this.#busy) return;
    if (this.#takesMore && this.stage.waiting > 0) {
      this.#do(this.dice.between(REACTS_S.least, REACTS_S.most), () => this.#take());
      return;
    }
    const next = this.#turns.shift();
    if (next === undefined) return;
    const types = COUNSELOR_SHARE_OF_ROUND * roundSeconds(this.stage.scenario.consultation);
    this.#do(this.dice.lasting(types, SPREAD.typing), () => this.#answer(next));
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

  get #takesMore(): boolean {
    const { capacity, from, to } = this.shift;
    const onDuty = this.stage.evenings.some(({ opens, closes }) => {
      const minutes = (this.stage.now - opens) / 60_000;
      return minutes >= from && minutes < to && this.stage.now < closes;
    });
    return onDuty && this.#consultations.size + this.#recordsToWrite < capacity;
  }

  #do(seconds: number, act: () => Promise<void>): void {
    this.#busy = true;
    this.stage.in(seconds, async () => {
      this.#busy = false;
      await act();
    });
  }

  async #take(): Promise<void> {
    if (!this.#takesMore) return;
    const { waiting } = await this.#ask<DeskView>('GET', '/api/desk');
    const [first] = waiting;
    if (first === undefined) return;
    const taken = await this.#ask<TicketSummary>('POST', `/api/tickets/${first.id}/take`, {});
    this.stage.picks.push({
      ticketId: taken.id,
      line: waiting.map(({ id, waitingSince }) => ({ id, since: Date.parse(waitingSince) })),
    });
    await this.#begin(taken);
  }

  async #begin({ id: ticketId }: TicketSummary): Promise<void> {
    const { stage } = this;
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
    await this.#ask('POST', `/api/tickets/${ticketId}/close`, {});
    this.#consultations.delete(userId);
    const index = stage.cares.findLastIndex((care) => care.ticketId === ticketId);
    const care = stage.cares[index];
    if (care !== undefined) stage.cares[index] = { ...care, until: stage.now };
    this.#recordsToWrite += 1;
    stage.in(60 * stage.scenario.wrapUpMinutes, () => void (this.#recordsToWrite -= 1));
  }

  async #ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    this.stage.touch();
    const answer = await this.console.request<Body>(method, path, body);
    if (answer.status !== 200)
      throw new Error(`${method} ${path} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
