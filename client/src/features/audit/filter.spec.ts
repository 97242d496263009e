import { describe, expect, it } from '@jest/globals';
import { addressOfFilter, filterQuery, noFilter, readFilter, ticketNumber } from './filter.js';

describe('the filter of the trace', () => {
  it('stands in the address and is read from there again', () => {
    const filter = { ...noFilter, person: 'p', ticket: '12', group: 'reading', from: '2026-11-01' } as const;
    const address = addressOfFilter('/audit', filter);
    expect(address).toBe('/audit?person=p&ticket=12&group=reading&from=2026-11-01');
    expect(readFilter(address.slice('/audit'.length))).toEqual(filter);
    expect(addressOfFilter('/audit', noFilter)).toBe('/audit');
    expect(readFilter('?group=nonsense&from=yesterday&ticket=abc')).toEqual(noFilter);
  });

  it('takes a number as people write it', () => {
    expect(['#12', '１２', '012', 'a'].map(ticketNumber)).toEqual(['12', '12', '12', '']);
  });

  it('counts days as they are in Japan, the last one whole', () => {
    const query = filterQuery({ ...noFilter, from: '2026-11-01', until: '2026-11-01' });
    expect(query.get('from')).toBe('2026-11-01T00:00:00+09:00');
    expect(query.get('until')).toBe('2026-11-01T15:00:00.000Z');
  });
});
