export interface SoundChoice {
  /** 0 to 1. */
  readonly volume: number;
  /** Of supervisors' whispers, which come in the middle of a talk: 0 to 1. */
  readonly whisperVolume: number;
  readonly isMuted: boolean;
}

/** The part of the browser's storage that is used; null where its settings forbid it. */
export type KeptText = Pick<Storage, 'getItem' | 'setItem'> | null;

const standard: SoundChoice = { volume: 0.6, whisperVolume: 0.6, isMuted: false };

const keyOf = (staffId: string): string => `tomoshibi.sound.${staffId}`;

function isVolume(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function parse(text: string | null): SoundChoice {
  if (text === null) return standard;
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof SoundChoice, unknown>>;
    if (!isVolume(kept.volume)) return standard;
    const whisperVolume = isVolume(kept.whisperVolume) ? kept.whisperVolume : standard.whisperVolume;
    return { volume: kept.volume, whisperVolume, isMuted: kept.isMuted === true };
  } catch {
    return standard;
  }
}

/** How loud one person wants to hear the console on this machine; the tabs of one browser share it. */
export class SoundSettings {
  readonly #listeners = new Set<() => void>();
  #choice: SoundChoice;

  constructor(
    private readonly staffId: string,
    private readonly kept: KeptText,
  ) {
    this.#choice = parse(kept?.getItem(keyOf(staffId)) ?? null);
  }

  get = (): SoundChoice => this.#choice;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(changes: Partial<SoundChoice>): void {
    this.#choice = { ...this.#choice, ...changes };
    try {
      this.kept?.setItem(keyOf(this.staffId), JSON.stringify(this.#choice));
    } catch {
      // The storage is full: this tab knows it.
    }
    this.#tell();
  }

  /** Another tab may have changed it. */
  readAgain(): void {
    if (this.kept === null) return;
    this.#choice = parse(this.kept.getItem(keyOf(this.staffId)));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
