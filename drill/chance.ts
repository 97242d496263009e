import { seededRandom } from '../stand-in/server/random.js';

/** Seeded choices. What is chosen repeats with the seed; how the processes' work interleaves with it does not. */
export class Chance {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  happens(probability: number): boolean {
    return this.#random() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  /** Another source of choices, so that two things that run side by side don't take each other's. */
  branch(): Chance {
    return new Chance(this.between(1, 2 ** 31));
  }
}
