/** What is known of a sum of counts, none of which is negative. */
export interface Known {
  /** Which counts, by their indices. */
  readonly sumOf: readonly number[];
  readonly least: number;
  /** null: any number. */
  readonly most: number | null;
}

const CLOSE = 1e-7;

/**
 * What somebody can find out about sums of counts who knows these sums and can do the arithmetic: by linear programming,
 * the least and the most that each can be.
 * @throws Error when what is known contradicts itself
 */
export class LinearBounds {
  /** Rows of the simplex tableau; the last column is the right-hand side. */
  readonly #rows: number[][] = [];
  readonly #basis: number[] = [];
  readonly #columns: number;
  /** Counts that are simply known: most are, and the tableau is small without them. */
  readonly #given: ReadonlyMap<number, number>;

  constructor(counts: number, known: readonly Known[]) {
    this.#given = new Map(
      known.flatMap(({ sumOf, least, most }): [number, number][] => {
        const [only] = sumOf;
        return only !== undefined && sumOf.length === 1 && least === most ? [[only, least]] : [];
      }),
    );
    const left = known.map(({ sumOf, least, most }): Known => {
      const { others, sum } = this.#without(sumOf);
      return { sumOf: others, least: least - sum, most: most === null ? null : most - sum };
    });
    const conditions = left.flatMap(conditionsOf);
    const slacks = conditions.filter(({ slack }) => slack !== 0).length;
    this.#columns = counts + slacks;
    const width = this.#columns + conditions.length + 1;
    let slackAt = counts;
    for (const [index, { sumOf, value, slack }] of conditions.entries()) {
      const row = Array.from({ length: width }, () => 0);
      for (const each of sumOf) row[each] = 1;
      if (slack !== 0) row[slackAt++] = slack;
      row[this.#columns + index] = 1;
      row[width - 1] = value;
      this.#rows.push(row);
      this.#basis.push(this.#columns + index);
    }
    this.#begin(width);
  }

  /** The least and the most that a sum of counts can be. */
  of(sumOf: readonly number[]): { readonly least: number; readonly most: number } {
    const { others, sum } = this.#without(sumOf);
    if (others.length === 0) return { least: sum, most: sum };
    return { least: sum - this.#most(others, -1), most: sum + this.#most(others, 1) };
  }

  #without(sumOf: readonly number[]): { others: number[]; sum: number } {
    return {
      others: sumOf.filter((each) => !this.#given.has(each)),
      sum: sumOf.reduce((sum, each) => sum + (this.#given.get(each) ?? 0), 0),
    };
  }

  /** Finds one solution: what each condition still lacks goes down to nothing. */
  #begin(width: number): void {
    const lacking = Array.from({ length: width - 1 }, (_, column) => (column >= this.#columns ? -1 : 0));
    if (this.#maximize(lacking, width - 1) < -CLOSE) throw new Error('what is known contradicts itself');
    for (let index = this.#rows.length - 1; index >= 0; index -= 1) {
      if ((this.#basis[index] ?? 0) < this.#columns) continue;
      const column = (this.#rows[index] ?? []).findIndex(
        (each, at) => at < this.#columns && Math.abs(each) > CLOSE,
      );
      if (column >= 0) this.#pivot(index, column);
      else {
        this.#rows.splice(index, 1);
        this.#basis.splice(index, 1);
      }
    }
    for (const row of this.#rows) row.splice(this.#columns, width - 1 - this.#columns);
  }

  #most(sumOf: readonly number[], sign: 1 | -1): number {
    const objective = Array.from({ length: this.#columns }, () => 0);
    for (const each of sumOf) objective[each] = sign;
    const most = this.#maximize(objective, this.#columns);
    return Number.isFinite(most) ? Math.floor(most + CLOSE) : most;
  }

  /** By Bland's rule, which comes to an end. */
  #maximize(objective: readonly number[], columns: number): number {
    const costs = [...objective];
    let value = 0;
    const price = (row: readonly number[], factor: number): void => {
      if (factor === 0) return;
      for (let column = 0; column < columns; column += 1)
        costs[column] = (costs[column] ?? 0) - factor * (row[column] ?? 0);
      value += factor * (row.at(-1) ?? 0);
    };
    for (const [index, row] of this.#rows.entries()) price(row, costs[this.#basis[index] ?? 0] ?? 0);
    for (;;) {
      const entering = costs.findIndex((cost) => cost > CLOSE);
      if (entering < 0) return value;
      let leaving = -1;
      let ratio = Infinity;
      for (const [index, row] of this.#rows.entries()) {
        if ((row[entering] ?? 0) <= CLOSE) continue;
        const own = (row.at(-1) ?? 0) / (row[entering] ?? 1);
        const isFirst = (this.#basis[index] ?? 0) < (this.#basis[leaving] ?? Infinity);
        if (own < ratio - CLOSE || (own < ratio + CLOSE && isFirst)) {
          leaving = index;
          ratio = own;
        }
      }
      if (leaving < 0) return Infinity;
      this.#pivot(leaving, entering);
      price(this.#rows[leaving] ?? [], costs[entering] ?? 0);
    }
  }

  #pivot(leaving: number, entering: number): void {
    const pivot = this.#rows[leaving] ?? [];
    const by = pivot[entering] ?? 1;
    for (let column = 0; column < pivot.length; column += 1) pivot[column] = (pivot[column] ?? 0) / by;
    for (const [index, row] of this.#rows.entries()) {
      const factor = row[entering] ?? 0;
      if (index === leaving || factor === 0) continue;
      for (let column = 0; column < row.length; column += 1)
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
    }
    this.#basis[leaving] = entering;
  }
}

/** As equations; a slack of 1 or -1 takes up what a bound leaves open. */
function conditionsOf({
  sumOf,
  least,
  most,
}: Known): { sumOf: readonly number[]; value: number; slack: number }[] {
  if (sumOf.length === 0 && least <= 0 && (most ?? 0) >= 0) return [];
  if (least === most) return [{ sumOf, value: least, slack: 0 }];
  return [
    ...(least > 0 ? [{ sumOf, value: least, slack: -1 }] : []),
    ...(most === null ? [] : [{ sumOf, value: most, slack: 1 }]),
  ];
}
