import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askerKinds, legalBases } from '../contract/disclosure.js';
import { type CountedRequest, type CountedTelling, transparencyReport } from './transparency.js';

const requests = (count: number, part: Partial<CountedRequest>): CountedRequest[] =>
  Array.from({ length: count }, () => ({
    accountId: 'line',
    askerKind: 'police',
    basis: 'inquiry',
    state: 'given',
    ...part,
  }));
const told = (count: number, month: number, accountId = 'line'): CountedTelling[] =>
  Array.from({ length: count }, () => ({ accountId, month }));

describe('the transparency report', () => {
  it('hides a few, and neither none nor many', () => {
    const counts = [0, 1, 4, 5, 60].map(
      (count) => transparencyReport(2026, requests(count, {}), []).askers[0]?.given,
    );
    expect(counts).toEqual(['0', '1–4', '1–4', '5', '60']);
  });

  it('counts by who asked and by basis', () => {
    const { askers, bases } = transparencyReport(
      2026,
      [
        ...requests(7, {}),
        ...requests(6, { askerKind: 'court', basis: 'court-order', state: 'refused' }),
        ...requests(5, { askerKind: 'lawyer', state: 'first-approval' }),
      ],
      [],
    );
    expect(askers[0]).toEqual({ name: 'police', received: '7', given: '7', refused: '0', open: '0' });
    expect(askers[2]).toEqual({ name: 'court', received: '6', given: '0', refused: '6', open: '0' });
    expect(bases.find(({ name }) => name === 'inquiry')).toMatchObject({ received: '12', open: '5' });
    expect(bases.find(({ name }) => name === 'warrant')).toMatchObject({ received: '0' });
  });

  it('adds up what is masked as a range', () => {
    const { askers, bases } = transparencyReport(
      2026,
      [
        ...requests(7, {}),
        ...requests(2, { state: 'refused' }),
        ...requests(3, { basis: 'warrant' }),
        ...requests(1, { accountId: 'other' }),
      ],
      [],
    );
    expect(askers[0]).toMatchObject({ received: '10–19', given: '9–15', refused: '1–4' });
    expect(bases.find(({ name }) => name === 'warrant')).toMatchObject({ received: '1–4', given: '1–4' });
  });

  it('counts what was told in an emergency apart, and hides a few of it too', () => {
    const { emergencies, askers } = transparencyReport(
      2026,
      [],
      [...told(5, 2), ...told(1, 11), ...told(6, 12), ...told(2, 12, 'other')],
    );
    expect(emergencies).toHaveLength(12);
    expect(emergencies.filter(({ given }) => given !== '0')).toEqual([
      { name: '2', given: '5' },
      { name: '11', given: '1–4' },
      { name: '12', given: '7–10' },
    ]);
    expect(askers.every(({ received }) => received === '0')).toBe(true);
  });

  it('would be the same, of whichever accounts, were what is a few another few: so nobody can compute it', () => {
    const few = fc.integer({ min: 1, max: 4 });
    // How many, and how many it might as well be.
    const counts = fc.oneof(
      fc.tuple(few, few),
      fc.integer({ min: 5, max: 12 }).map((many): [number, number] => [many, many]),
    );
    const accountId = fc.constantFrom('line', 'other', 'third');
    const kind = fc.record({
      accountId,
      askerKind: fc.constantFrom(...askerKinds),
      basis: fc.constantFrom(...legalBases),
      state: fc.constantFrom('given', 'refused', 'approved'),
      counts,
    });
    const month = fc.record({ accountId, month: fc.integer({ min: 1, max: 12 }), counts });
    const kinds = fc.uniqueArray(kind, {
      selector: ({ counts: _counts, ...rest }) => JSON.stringify(rest),
      maxLength: 30,
    });
    const months = fc.uniqueArray(month, {
      selector: ({ counts: _counts, ...rest }) => JSON.stringify(rest),
      maxLength: 10,
    });
    fc.assert(
      fc.property(kinds, months, fc.subarray(['line', 'other', 'third']), (asked, tellings, accounts) => {
        const [report, another] = ([0, 1] as const).map((which) =>
          transparencyReport(
            2026,
            asked
              .filter((each) => accounts.includes(each.accountId))
              .flatMap(({ counts: of, ...rest }) => requests(of[which], rest)),
            tellings
              .filter((each) => accounts.includes(each.accountId))
              .flatMap((each) => told(each.counts[which], each.month, each.accountId)),
          ),
        );
        expect(report).toEqual(another);
      }),
      { numRuns: 300 },
    );
  });
});
