import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LinePlace, linePlace, type LineStanding } from './line-order.js';

const AGEING_MS = 30 * 60_000;
const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 25, 8) + minutes * 60_000);
const waits = (changes: Partial<LineStanding> & { readonly waitingSince: Date }) =>
  linePlace({ risk: 'none', carriedOverTo: null, ...changes }, AGEING_MS);
const before = (a: LinePlace, b: LinePlace) => a.rank < b.rank || (a.rank === b.rank && +a.since < +b.since);

describe('the order of the line', () => {
  it('is imminent, high, those who come back to the front, then the rest', () => {
    const order = [
      waits({ risk: 'imminent', waitingSince: minute(100) }),
      waits({ risk: 'high', waitingSince: minute(0) }),
      waits({ waitingSince: minute(90), frontSince: minute(95) }),
      waits({ risk: 'watch', waitingSince: minute(50) }),
      waits({ waitingSince: minute(10), carriedOverTo: minute(40) }),
      waits({ waitingSince: minute(50) }),
    ];
    for (const [index, place] of order.slice(1).entries())
      expect(before(order[index] as LinePlace, place)).toBe(true);
  });

  it('is first come, first served among equals', () => {
    expect(before(waits({ waitingSince: minute(1) }), waits({ waitingSince: minute(2) }))).toBe(true);
  });

  it('counts the wait of a carried-over caller from the opening, so that a long night overtakes nobody at risk', () => {
    const overnight = waits({ waitingSince: minute(-600), carriedOverTo: minute(0) });
    expect(before(waits({ risk: 'watch', waitingSince: minute(20) }), overnight)).toBe(true);
    expect(before(overnight, waits({ waitingSince: minute(1) }))).toBe(true);
  });

  it('lets nobody starve: who has waited past the head start is overtaken no more', () => {
    expect(
      before(waits({ waitingSince: minute(0) }), waits({ risk: 'watch', waitingSince: minute(61) })),
    ).toBe(true);
    expect(
      before(waits({ risk: 'watch', waitingSince: minute(59) }), waits({ waitingSince: minute(0) })),
    ).toBe(true);
  });

  it('never lets ageing overtake high or imminent, however long somebody waits', () => {
    const anybody = fc.record({
      risk: fc.constantFrom('none' as const, 'watch' as const),
      waitingSince: fc.integer({ min: -1_000_000, max: 1_000_000 }).map(minute),
      carriedOverTo: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }).map(minute)),
      frontSince: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }).map(minute), { nil: undefined }),
    });
    const feared = fc.record({
      risk: fc.constantFrom('high' as const, 'imminent' as const),
      waitingSince: fc.integer({ min: -1_000_000, max: 1_000_000 }).map(minute),
      carriedOverTo: fc.constant(null),
    });
    fc.assert(
      fc.property(anybody, feared, (one, other) =>
        before(linePlace(other, AGEING_MS), linePlace(one, AGEING_MS)),
      ),
    );
  });
});
