/** Fewer than this point at somebody. */
export const SMALL = 5;
/** A table of fewer than this tells of people rather than of figures. */
export const FEWEST = 20;

/**
 * Hides the cells of a table whose sum is published, so that no hidden one can be computed, by who knows this rule either.
 * A few are hidden; none is no person, and is shown. What is left of the sum must be so much that each of the hidden ones
 * may be anything that a few can be: until it is, the next cells that have somebody are hidden with them. Which ones
 * doesn't depend on how many they count: that would tell something as well.
 * @returns the cells, null where hidden; null for the whole table when it counts too few
 */
export function suppress(cells: readonly number[], fewest: number = FEWEST): (number | null)[] | null {
  const total = sumOf(cells);
  if (total === 0) return [...cells];
  if (total < fewest) return null;
  const hidden = cells.flatMap((cell, index) => (isSmall(cell) ? index : []));
  const [first] = hidden;
  if (first === undefined) return [...cells];
  const others = cells
    .map((_, offset) => (first + offset) % cells.length)
    .filter((index) => (cells[index] ?? 0) >= SMALL);
  while (sumOf(hidden.map((index) => cells[index] ?? 0)) < enough(hidden.length)) {
    const next = others.shift();
    if (next === undefined) return null;
    hidden.push(next);
  }
  return cells.map((cell, index) => (hidden.includes(index) ? null : cell));
}

/** As much more than all of so many cells could count if they were small: there is room in every direction. */
function enough(cells: number): number {
  return (SMALL - 1) * cells + SMALL;
}

function sumOf(cells: readonly number[]): number {
  return cells.reduce((sum, cell) => sum + cell, 0);
}

function isSmall(count: number): boolean {
  return count > 0 && count < SMALL;
}

/** A count by itself. */
export function shown(count: number): number | null {
  return isSmall(count) ? null : count;
}
