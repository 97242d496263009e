import { type Note } from './tones.js';

/** `blocked`: the browser plays nothing before the person has touched the page. `missing`: it can't play at all. */
export type OutputState = 'blocked' | 'ready' | 'missing';

export interface SoundOutput {
  /** Begins to listen for what lets it play; gives what ends that. */
  start(): () => void;
  getState: () => OutputState;
  subscribe: (listener: () => void) => () => void;
  /** Whether this tab is the one among several of the same browser that rings. */
  rings: () => boolean;
  play(notes: readonly Note[], volume: number): void;
}

const gestures = ['pointerdown', 'pointerup', 'keydown'] as const;
const ringingTab = 'tomoshibi.sound';
const attackSeconds = 0.015;
const silence = 0.0001;

/** Tones made by the browser itself: no files, nothing to load when it matters. */
export class WebAudioOutput implements SoundOutput {
  readonly #listeners = new Set<() => void>();
  #context: AudioContext | null = null;
  #state: OutputState = 'blocked';
  #rings = false;

  start(): () => void {
    const over = new AbortController();
    this.#open(over.signal);
    for (const gesture of gestures)
      window.addEventListener(gesture, () => this.#wake(), { capture: true, signal: over.signal });
    return () => {
      over.abort();
      this.#rings = false;
      void this.#context?.close();
      this.#context = null;
    };
  }

  getState = (): OutputState => this.#state;
  rings = (): boolean => this.#rings;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  play(notes: readonly Note[], volume: number): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    for (const note of notes) strike(context, note, volume);
  }

  #open(signal: AbortSignal): void {
    const context = newContext();
    if (context === null) return this.#become('missing');
    this.#context = context;
    context.addEventListener(
      'statechange',
      () => {
        this.#become(context.state === 'running' ? 'ready' : 'blocked');
        if (context.state === 'running') void this.#askToRing(signal);
      },
      { signal },
    );
    this.#wake();
  }

  /** Without a gesture the browser leaves it unanswered; a system may also take the sound away for a call. */
  #wake(): void {
    if (this.#context !== null && this.#context.state !== 'running')
      void this.#context.resume().catch(() => undefined);
  }

  /** Several tabs of one person would ring out of step: the first that can does, and the next once it is gone. */
  async #askToRing(signal: AbortSignal): Promise<void> {
    // Only pages that came over HTTPS have locks; elsewhere every tab rings.
    if (!('locks' in navigator)) {
      this.#rings = true;
      return;
    }
    if (this.#rings) return;
    try {
      await navigator.locks.request(ringingTab, { signal }, async () => {
        this.#rings = true;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      });
    } catch (error) {
      // Asked for and given up, because the page goes.
      if (!signal.aborted) throw error;
    }
  }

  #become(state: OutputState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function newContext(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    // The browser has none, or the machine has no more of them.
    return null;
  }
}

/** A soft mallet: a quick rise and a long fall, with a little of the octave above. */
function strike(context: AudioContext, note: Note, volume: number): void {
  const start = context.currentTime + note.at;
  const end = start + note.seconds;
  for (const [multiple, share] of [
    [1, 1],
    [2, 0.18],
  ] as const) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = note.hertz * multiple;
    gain.gain.setValueAtTime(silence, start);
    gain.gain.linearRampToValueAtTime(
      Math.max(silence, volume * note.loudness * share * 0.5),
      start + attackSeconds,
    );
    gain.gain.exponentialRampToValueAtTime(silence, end);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
