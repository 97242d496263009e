import { type SoundOutput } from './sound-output.js';
import { type SoundSettings } from './sound-settings.js';
import { ringEveryMs, type SoundKind, soundKinds, tones } from './tones.js';

/**
 * What a console lets be heard. Something rings as long as anybody on the screen wants it to; when several do, they take
 * turns. What rings is also told to `subscribeRung`, because sound alone is never enough.
 */
export class Sound {
  readonly #wanted = new Map<SoundKind, number>();
  readonly #listeners = new Set<() => void>();
  readonly #tellers = new Set<(kind: SoundKind) => void>();
  #rung: readonly SoundKind[] = [];
  #timer: ReturnType<typeof setInterval> | null = null;
  #turn = 0;

  constructor(
    readonly output: SoundOutput,
    readonly settings: SoundSettings,
  ) {}

  /** Begins to listen to what the browser allows; gives what ends it. */
  start(): () => void {
    const stopOutput = this.output.start();
    const stopWaiting = this.output.subscribe(() => {
      // What should have been heard meanwhile is heard now.
      if (this.output.getState() === 'ready') this.#ring();
    });
    return () => {
      stopWaiting();
      stopOutput();
    };
  }

  /** Once, if the person wants to hear anything. */
  play(kind: SoundKind): void {
    for (const listener of this.#tellers) listener(kind);
    this.#voice(kind);
  }

  /** Once, in this tab, also where the person has muted it: they ask for it. */
  test(kind: SoundKind): void {
    this.output.play(tones[kind], this.#volumeOf(kind));
  }

  /** Rings until the function that it gives is called. */
  ring(kind: SoundKind): () => void {
    const isNew = !this.#wanted.has(kind);
    this.#wanted.set(kind, (this.#wanted.get(kind) ?? 0) + 1);
    this.#change();
    if (isNew) this.play(kind);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#wanted.get(kind) ?? 1) - 1;
      if (left === 0) this.#wanted.delete(kind);
      else this.#wanted.set(kind, left);
      this.#change();
    };
  }

  getRung = (): readonly SoundKind[] => this.#rung;

  subscribeRung = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called once for whatever is to be noticed, also where it can't be heard. */
  subscribeTold(listener: (kind: SoundKind) => void): () => void {
    this.#tellers.add(listener);
    return () => this.#tellers.delete(listener);
  }

  #voice(kind: SoundKind): void {
    if (this.output.rings()) this.#sound(kind);
  }

  #sound(kind: SoundKind): void {
    const volume = this.#volumeOf(kind);
    if (!this.settings.get().isMuted && volume > 0) this.output.play(tones[kind], volume);
  }

  #volumeOf(kind: SoundKind): number {
    const { volume, whisperVolume } = this.settings.get();
    return kind === 'whisper' ? whisperVolume : volume;
  }

  #ring(): void {
    const kind = this.#rung[this.#turn % this.#rung.length];
    this.#turn += 1;
    if (kind !== undefined) this.#voice(kind);
  }

  #change(): void {
    this.#rung = soundKinds.filter((kind) => this.#wanted.has(kind));
    if (this.#rung.length === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
      this.#turn = 0;
    }
    if (this.#rung.length > 0) this.#timer ??= setInterval(() => this.#ring(), ringEveryMs);
    for (const listener of this.#listeners) listener();
  }
}
