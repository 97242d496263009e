export type Act = () => Promise<void> | void;

interface Entry {
  readonly at: number;
  /** Of two at the same instant the one that was noted first goes first, so that a seed repeats them. */
  readonly order: number;
  readonly act: Act;
}

/** What people are going to do, by simulated instant. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;

  /** When the next one is to happen. */
  get next(): number | undefined {
    return this.#heap[0]?.at;
  }

  note(at: number, act: Act): void {
    const heap = this.#heap;
    heap.push({ at: Math.round(at), order: (this.#order += 1), act });
    let place = heap.length - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#before(place, above)) break;
      this.#swap(place, above);
      place = above;
    }
  }

  /** Takes what is to happen by then, in order. */
  take(until: number): Act[] {
    const acts: Act[] = [];
    for (let first = this.#heap[0]; first !== undefined && first.at <= until; first = this.#heap[0]) {
      acts.push(first.act);
      this.#removeFirst();
    }
    return acts;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    this.#swap(0, heap.length - 1);
    heap.pop();
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < heap.length && this.#before(left, least)) least = left;
      if (right < heap.length && this.#before(right, least)) least = right;
      if (least === place) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #before(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one] as Entry, this.#heap[other] as Entry];
    return a.at === b.at ? a.order < b.order : a.at < b.at;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one] as Entry, this.#heap[other] as Entry];
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
