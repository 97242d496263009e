import { describe, expect, it } from '@jest/globals';
import { type CountedRequest, publicCount, transparencyReport } from './transparency.js';

const requests = (count: number, part: Partial<CountedRequest>): CountedRequest[] =>
  Array.from({ length: count }, () => ({
    month: 4,
    askerKind: 'police',
    basis: 'inquiry',
    state: 'given',
    ...part,
  }));

describe('the transparency report', () => {
  it('hides a few, and neither none nor many', () => {
    expect([0, 1, 4, 5, 60].map(publicCount)).toEqual(['0', '1–4', '1–4', '5', '60']);
  });

  it('counts by month, by who asked and by basis', () => {
    const report = transparencyReport(
      2026,
      [
        ...requests(7, {}),
        ...requests(6, { month: 12, askerKind: 'court', basis: 'court-order', state: 'refused' }),
      ],
      [],
    );
    expect(report.months).toHaveLength(12);
    expect(report.months[3]).toEqual({ name: '4', received: '7', given: '7', refused: '0', open: '0' });
    expect(report.months[11]).toEqual({ name: '12', received: '6', given: '0', refused: '6', open: '0' });
    expect(report.askers.find(({ name }) => name === 'court')).toMatchObject({ received: '6' });
    expect(report.bases.find(({ name }) => name === 'warrant')).toMatchObject({ received: '0' });
  });

  it('gives away no small count by a sum', () => {
    const { months } = transparencyReport(
      2026,
      [
        ...requests(7, {}),
        ...requests(2, { state: 'refused' }),
        ...requests(1, { state: 'recorded', month: 5 }),
      ],
      [],
    );
    expect(months[3]).toEqual({ name: '4', received: '8–11', given: '7', refused: '1–4', open: '0' });
    expect(months[4]).toEqual({ name: '5', received: '1–4', given: '0', refused: '0', open: '1–4' });
  });

  it('counts what was told in an emergency apart, and hides a few of it too', () => {
    const { emergencies, months } = transparencyReport(2026, [], [2, 2, 2, 2, 2, 11]);
    const told = emergencies.filter(({ given }) => given !== '0');
    expect(emergencies).toHaveLength(12);
    expect(told).toEqual([
      { name: '2', given: '5' },
      { name: '11', given: '1–4' },
    ]);
    expect(months[1]).toMatchObject({ received: '0', given: '0' });
  });
});
