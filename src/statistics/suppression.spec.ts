import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SMALL, suppress } from './suppression.js';

const sum = (cells: readonly number[]) => cells.reduce((all, cell) => all + cell, 0);

/** Every table of so many cells up to a count. */
function* tables(cells: number, most: number): Generator<number[]> {
  if (cells === 0) yield [];
  else
    for (const rest of tables(cells - 1, most))
      for (let count = 0; count <= most; count += 1) yield [...rest, count];
}

/**
 * What somebody can find out who knows the rule: all tables that would have been published like this one are possible.
 * @returns published tables in which a hidden cell could only be one number
 */
function computable(cells: number, most: number, fewest: number): string[] {
  const possible = new Map<string, number[][]>();
  for (const table of tables(cells, most)) {
    const published = JSON.stringify([sum(table), suppress(table, fewest)]);
    const known = possible.get(published);
    if (known === undefined) possible.set(published, [table]);
    else known.push(table);
  }
  return [...possible].flatMap(([published, candidates]) => {
    const [total, shown] = JSON.parse(published) as [number, (number | null)[] | null];
    // A hidden cell may count as many as all hidden ones together: beyond what is tried, not all possible tables are known.
    if (shown === null || total - sum(shown.map((cell) => cell ?? 0)) > most) return [];
    return shown.some(
      (cell, index) => cell === null && new Set(candidates.map((table) => table[index])).size < 2,
    )
      ? published
      : [];
  });
}

describe('small cells', () => {
  it.each([
    [2, 60, 6],
    [3, 40, 6],
    [4, 21, 6],
  ])(
    'of %i can be computed by nobody who sees all that is published and knows the rule',
    (cells, most, fewest) => {
      expect(computable(cells, most, fewest)).toEqual([]);
    },
  );

  it('are hidden, never alone, and the rest is left as it is', () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 400 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(counts, (cells) => {
        const shown = suppress(cells);
        // A table that is withheld counts few, or little but a few here and there.
        if (shown === null) return sum(cells) < Math.max(20, 4 * cells.length + 5);
        const hidden = cells.filter((_, index) => shown[index] === null);
        expect(shown.filter((cell) => cell !== null && cell > 0 && cell < SMALL)).toEqual([]);
        expect(shown.filter((cell, index) => cell !== null && cell !== cells[index])).toEqual([]);
        if (hidden.length > 0) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(sum(hidden)).toBeGreaterThan(4 * hidden.length);
        }
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it('of a table of a few people aren’t shown at all', () => {
    expect(suppress([7, 6, 6])).toBeNull();
    expect(suppress([0, 0, 0])).toEqual([0, 0, 0]);
    expect(suppress([40, 0, 12])).toEqual([40, 0, 12]);
    expect(suppress([40, 3, 12])).toEqual([40, null, null]);
    expect(suppress([40, 12, 3])).toEqual([null, 12, null]);
    expect(suppress([40, 3, 2, 30])).toEqual([40, null, null, null]);
    expect(suppress([40, 4, 0, 9, 30])).toEqual([40, null, 0, null, 30]);
    expect(suppress([40, 1, 0, 5, 30])).toEqual([40, null, 0, null, null]);
  });
});
