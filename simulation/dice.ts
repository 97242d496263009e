import { seededRandom } from '../stand-in/server/random.js';

/** Seeded choices of people: the same seed makes the same ones. */
export class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  between(least: number, most: number): number {
    return least + this.#random() * (most - least);
  }

  happens(probability: number): boolean {
    return this.#random() < probability;
  }

  /** Undefined when there is nothing to pick from. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  /** One of these numbers, each as likely as its weight says. */
  weighted(weights: readonly number[]): number {
    let left = this.#random() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = weights.findIndex((weight) => (left -= weight) < 0);
    return found === -1 ? weights.length - 1 : found;
  }

  /** Log-normal, as durations of talks and of thinking are: never below zero, now and then long. */
  lasting(mean: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
    return mean * Math.exp(spread * normal - spread ** 2 / 2);
  }

  /** Another source of choices, so that two people's don't change each other's. */
  branch(): Dice {
    return new Dice(Math.floor(this.#random() * 2 ** 31));
  }
}
