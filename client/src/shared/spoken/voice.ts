/** Something to be said, and whose words are in it. */
interface Sentence {
  readonly words: string;
  readonly ticketId: string | null;
}

/** What is said now, and how often something was said before. */
export interface Said extends Sentence {
  readonly turn: number;
}

const nothing: Sentence = { words: '', ticketId: null };
/** So far apart, two sentences are two for a screen reader. */
const apartMs = 400;

/** What a screen reader is to say, one sentence after another: none takes the place of one that was not drawn yet. */
export class Voice {
  readonly #listeners = new Set<() => void>();
  #waiting: Sentence[] = [];
  #said: Said = { ...nothing, turn: 0 };
  #timer: ReturnType<typeof setTimeout> | null = null;

  getSaid = (): Said => this.#said;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  say(words: string, ticketId: string | null = null): void {
    this.#waiting.push({ words, ticketId });
    if (this.#timer === null) this.#goOn();
  }

  /** What was said is over, and what waits to be said with it. */
  hush(): void {
    this.#waiting = [];
    if (this.#said.words !== '') this.#become({ ...this.#said, ...nothing });
  }

  /** Of which tickets there are words here. */
  tickets(): string[] {
    return [this.#said, ...this.#waiting].flatMap(({ ticketId }) => ticketId ?? []);
  }

  forget(isForgotten: (ticketId: string) => boolean): void {
    const isLeft = ({ ticketId }: Sentence): boolean => ticketId === null || !isForgotten(ticketId);
    this.#waiting = this.#waiting.filter(isLeft);
    if (!isLeft(this.#said)) this.#become({ ...this.#said, ...nothing });
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  #goOn(): void {
    const next = this.#waiting.shift();
    this.#timer = next === undefined ? null : setTimeout(() => this.#goOn(), apartMs);
    if (next !== undefined) this.#become({ ...next, turn: this.#said.turn + 1 });
  }

  #become(said: Said): void {
    this.#said = said;
    for (const listener of this.#listeners) listener();
  }
}
