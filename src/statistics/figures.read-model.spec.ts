import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Known, LinearBounds } from '../../test/support/linear-bounds.js';
import { type FiguresView } from '../contract/figures.js';
import { type ConsultationRow, figuresOf } from './figures.read-model.js';
import { SMALL, suppress } from './suppression.js';

const HOURS = ['5', '8', '11', '14', '17', '20', '23', '2'];
const REACH = ['taken', 'left', 'not-taken'];
const WAITS = ['1', '5', '15', '30', '60', 'more'];
const ENDINGS = ['ended', 'by-timer', 'open'];
const CATEGORIES = ['money', 'school', 'none'];

/** What stands on the account's own page about a stretch of three hours: open, closed, or changing within it. */
type Opening = 'open' | 'closed' | 'both';

/** Whatever is counted, part by part, as somebody would write it down who wants to compute. */
const parts: string[] = [
  ...HOURS.flatMap((hour) => [`open ${hour}`, `closed ${hour}`]),
  ...REACH,
  ...WAITS.map((wait) => `wait ${wait}`),
  ...ENDINGS.map((ending) => `ending ${ending}`),
  ...CATEGORIES.map((category) => `category ${category}`),
];
const indicesOf = (names: readonly string[]): number[] => names.map((name) => parts.indexOf(name));

const all = HOURS.flatMap((hour) => [`open ${hour}`, `closed ${hour}`]);
const within = HOURS.map((hour) => `open ${hour}`);
const outside = HOURS.map((hour) => `closed ${hour}`);

/** Of which parts a published count is the sum. */
function partsOf(table: string, cell: string): string[] {
  switch (table) {
    case 'reach':
      return [cell];
    case 'hour':
      return cell === 'closed' ? outside : [`open ${cell}`];
    case 'closed-hour':
      return [`closed ${cell}`];
    default:
      return [`${table} ${cell}`];
  }
}

interface Published {
  readonly name: string;
  readonly parts: readonly string[];
  /** null: hidden, and so not none. */
  readonly count: number | null;
}

function publishedIn({ total, tables }: FiguresView): Published[] {
  const sums: Record<string, string[]> = { reach: all, hour: all, 'closed-hour': outside };
  return [
    { name: 'total', parts: all, count: total },
    ...tables.flatMap((table) => [
      ...(table.total === null
        ? []
        : [{ name: `${table.name} total`, parts: sums[table.name] ?? ['taken'], count: table.total }]),
      ...(table.cells ?? []).map(({ name, count }) => ({
        name: `${table.name} ${name}`,
        parts: partsOf(table.name, name),
        count,
      })),
    ]),
  ];
}

/** What is known anyway: the hours, and that each table splits the same people. */
function knownAnyway(openings: readonly Opening[]): { equal: [string[], string[]][]; none: string[] } {
  return {
    equal: [
      [all, REACH],
      ...[WAITS, ENDINGS, CATEGORIES].map((names, index): [string[], string[]] => [
        ['taken'],
        names.map((name) => `${['wait', 'ending', 'category'][index] ?? ''} ${name}`),
      ]),
    ],
    none: HOURS.flatMap((hour, index) =>
      openings[index] === 'open' ? [`closed ${hour}`] : openings[index] === 'closed' ? [`open ${hour}`] : [],
    ),
  };
}

/**
 * Whoever wants to know puts all together: what is published, and the opening hours.
 * @returns the bounds of each sum that is asked for
 */
function attack(
  published: readonly Published[],
  openings: readonly Opening[],
  asked: readonly (readonly string[])[],
): { least: number; most: number }[] {
  const { equal, none } = knownAnyway(openings);
  // Two sums are the same when the same unknown makes the same number of either.
  const most = Math.max(...published.map(({ count }) => count ?? 0), 1) * parts.length;
  const known: Known[] = [
    ...published.map(({ name, parts: of, count }) =>
      count === null
        ? { sumOf: indicesOf(of), least: 1, most: name === 'total' ? SMALL - 1 : null }
        : { sumOf: indicesOf(of), least: count, most: count },
    ),
    ...equal.flatMap(([left, right], index): Known[] => {
      const rest = parts.length + index;
      return [left, right].map((side) => ({ sumOf: [...indicesOf(side), rest], least: most, most }));
    }),
    ...none.map((name): Known => ({ sumOf: indicesOf([name]), least: 0, most: 0 })),
  ];
  const bounds = new LinearBounds(parts.length + equal.length, known);
  return asked.map((names) => bounds.of(indicesOf(names)));
}

/** Counts that somebody can compute although they are hidden, or left out because they are a few. */
function computed(
  view: FiguresView,
  openings: readonly Opening[],
  rows: readonly ConsultationRow[],
): string[] {
  const published = publishedIn(view);
  const hidden = published.filter(({ count }) => count === null);
  const counts = countsOf(rows);
  const few = parts.filter((part) => {
    const count = counts.get(part) ?? 0;
    return count > 0 && count < SMALL;
  });
  const asked = [...hidden.map((each) => each.parts), ...few.map((part) => [part])];
  const names = [...hidden.map(({ name }) => name), ...few];
  return attack(published, openings, asked).flatMap(({ least, most }, index) =>
    least === most ? [`${names[index] ?? ''} = ${least}`] : [],
  );
}

function countsOf(rows: readonly ConsultationRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) for (const part of partsWith(row)) counts.set(part, (counts.get(part) ?? 0) + 1);
  return counts;
}

function partsWith(row: ConsultationRow): string[] {
  const arrival = `${row.outOfHours ? 'closed' : 'open'} ${hourOf(row)}`;
  const { waited } = row;
  if (waited === null) return [arrival, row.left ? 'left' : 'not-taken'];
  const wait = WAITS.find((each) => each === 'more' || waited <= Number(each)) ?? '';
  return [arrival, 'taken', `wait ${wait}`, `ending ${row.ending}`, `category ${row.categoryId ?? 'none'}`];
}

function hourOf({ came }: ConsultationRow): string {
  return HOURS[Math.floor(((came.getUTCHours() + 9 - 5 + 24) % 24) / 3)] ?? '';
}

interface Group extends Pick<ConsultationRow, 'waited' | 'left' | 'ending' | 'categoryId'> {
  /** Which stretch of three hours. */
  readonly hour: number;
  /** Decides where the stretch is partly within the hours. */
  readonly outside: boolean;
  readonly count: number;
}

const group: fc.Arbitrary<Group> = fc.record({
  hour: fc.nat({ max: HOURS.length - 1 }),
  outside: fc.boolean(),
  waited: fc.constantFrom(null, 0.5, 3, 10, 20, 45, 90),
  left: fc.boolean(),
  ending: fc.constantFrom(...ENDINGS),
  categoryId: fc.constantFrom('money', 'school', null),
  count: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 60 })),
});
const openingHours = fc.array(fc.constantFrom<Opening>('open', 'closed', 'both'), {
  minLength: HOURS.length,
  maxLength: HOURS.length,
});
const month = fc.record({ openings: openingHours, groups: fc.array(group, { maxLength: 24 }) });

function rowsOf(openings: readonly Opening[], groups: readonly Group[]): ConsultationRow[] {
  return groups.flatMap(({ hour, outside: cameOutside, count, ...rest }) =>
    Array.from({ length: count }, () => ({
      ...rest,
      came: new Date(Date.UTC(2026, 9, 6, Number(HOURS[hour]) - 9 + (hour === 7 ? 24 : 0), 30)),
      outOfHours: openings[hour] === 'both' ? cameOutside : openings[hour] === 'closed',
    })),
  );
}

const figures = (rows: readonly ConsultationRow[]): FiguresView =>
  figuresOf({ accountId: 'line', month: '2026-10' }, rows, [
    { id: 'money', name: 'お金' },
    { id: 'school', name: '学校' },
  ]);

describe('a month in figures', () => {
  const evening: Opening[] = ['closed', 'closed', 'closed', 'closed', 'open', 'open', 'closed', 'closed'];

  it('lets nobody compute a hidden count from all its tables and the public opening hours', () => {
    fc.assert(
      fc.property(month, ({ openings, groups }) => {
        const rows = rowsOf(openings, groups);
        expect(computed(figures(rows), openings, rows)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('would, were the same people counted by the hour and by the opening', () => {
    const counts = [0, 0, 0, 0, 30, 25, 6, 3];
    const cells = suppress(counts) ?? [];
    const published: Published[] = [
      { name: 'open', parts: within, count: 55 },
      { name: 'closed', parts: outside, count: 9 },
      ...HOURS.map((hour, index) => ({
        name: hour,
        parts: [`open ${hour}`, `closed ${hour}`],
        count: cells[index] ?? null,
      })),
    ];
    expect(cells[7]).toBeNull();
    expect(attack(published, evening, [['closed 2']])).toEqual([{ least: 3, most: 3 }]);
  });

  /** So many from five in the afternoon on, three hours each: the first two are open. */
  const inTheEvening = (...counts: number[]) => {
    const groups = counts.map((count, index) => ({
      hour: index + 4,
      outside: false,
      waited: 3,
      left: false,
      ending: 'ended',
      categoryId: null,
      count,
    }));
    const { tables } = figures(rowsOf(evening, groups));
    return (table: string) => {
      const found = tables.find(({ name }) => name === table);
      const cells = found?.cells?.filter(({ count }) => count !== 0);
      return [found?.total, cells?.map(({ name, count }) => [name, count])];
    };
  };

  it('tells all who came outside the hours as one, and when they came where they are many', () => {
    const table = inTheEvening(30, 25, 21, 40);
    expect(table('hour')).toEqual([
      116,
      [
        ['17', 30],
        ['20', 25],
        ['closed', 61],
      ],
    ]);
    expect(table('closed-hour')).toEqual([
      61,
      [
        ['23', 21],
        ['2', 40],
      ],
    ]);
  });

  it('doesn’t tell when they came where they are few', () => {
    const table = inTheEvening(30, 25, 2, 1);
    expect(table('hour')).toEqual([
      58,
      [
        ['17', null],
        ['20', 25],
        ['closed', null],
      ],
    ]);
    expect(table('closed-hour')).toEqual([null, undefined]);
  });
});
