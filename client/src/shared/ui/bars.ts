/**
 * Every line that may stand over somebody's work, the gravest first: who has to see it soonest comes before what is
 * only good to know. Those of the console stand below the header, those of a talk below its head.
 */
export const barOrder = [
  // Of the console.
  'connection',
  'ending',
  'ticket-danger',
  'glass-danger',
  'ticket-amber',
  'glass-amber',
  'incident-late',
  'incident',
  'account-danger',
  'announcement-important',
  'break',
  'account-amber',
  'account-upkeep',
  'announcement-info',
  'break-hint',
  'shift-notes',
  // Of a talk.
  'incident-here',
  'looking-on',
  'take',
  'stand-in',
  'transfer',
  'consult',
  'approval',
  'time-over',
  'idle',
  'time-left',
  'people',
] as const;
export type BarKind = (typeof barOrder)[number];

/** How many stand at once over one place: more would leave too little of the words below. */
export const barsShown = 2;

/** They stand however many there are: what is folded isn't read out, and may be the one that somebody dies of. */
const alwaysStand: ReadonlySet<BarKind> = new Set([
  'ticket-danger',
  'glass-danger',
  'account-danger',
  'incident-late',
]);

const amber: ReadonlySet<BarKind> = new Set([
  'ticket-amber',
  'glass-amber',
  'incident',
  'announcement-important',
  'account-amber',
  'account-upkeep',
  'take',
  'transfer',
  'consult',
  'approval',
  'time-over',
]);

/** Which of the bars of one place don't stand for now, the gravest first; of the same kind, those that came first stand. */
export function foldedBars(bars: ReadonlyMap<string, BarKind>): ReadonlySet<string> {
  const ranked = [...bars].toSorted(([, a], [, b]) => barOrder.indexOf(a) - barOrder.indexOf(b));
  return new Set(
    ranked.filter(([, kind], index) => index >= barsShown && !alwaysStand.has(kind)).map(([id]) => id),
  );
}

/** The bars of one place, as they come and go. */
export class BarStore {
  readonly #bars = new Map<string, BarKind>();
  readonly #listeners = new Set<() => void>();
  #folded: ReadonlySet<string> = new Set();

  readonly folded = (): ReadonlySet<string> => this.#folded;

  /** The tone of the gravest that is folded. */
  readonly foldedTone = (): 'amber' | 'quiet' => {
    const isAmber = [...this.#folded].some((id) => {
      const kind = this.#bars.get(id);
      return kind !== undefined && amber.has(kind);
    });
    return isAmber ? 'amber' : 'quiet';
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @returns takes it away */
  put(id: string, kind: BarKind): () => void {
    this.#bars.set(id, kind);
    this.#changed();
    return () => {
      this.#bars.delete(id);
      this.#changed();
    };
  }

  #changed(): void {
    this.#folded = foldedBars(this.#bars);
    for (const listener of this.#listeners) listener();
  }
}
