import { describe, expect, it } from '@jest/globals';
import { MANY_TICKETS, type Reading, unusualReadings } from './unusual.js';

const at = (time: string, day = '25') => new Date(`2026-11-${day}T${time}:00+09:00`);

/** A person reads so many tickets, one each so many minutes. */
function read(staffId: string, from: Date, count: number, minutes: number): Reading[] {
  return Array.from({ length: count }, (_, index) => ({
    staffId,
    ticketId: `ticket-${index}`,
    at: new Date(from.getTime() + index * minutes * 60_000),
  }));
}

describe('unusual reading', () => {
  it('is of many within an hour, as one stretch however long it goes on', () => {
    const found = unusualReadings(read('sv', at('14:00'), 30, 5));
    expect(found).toEqual([
      { kind: 'many', staffId: 'sv', from: at('14:00'), until: at('16:25'), tickets: 30 },
    ]);
  });

  it('is not of the same many over a day, of the same one again and again, or of one fewer', () => {
    expect(unusualReadings(read('sv', at('09:00'), 12, 30))).toEqual([]);
    expect(unusualReadings(read('sv', at('14:00'), MANY_TICKETS - 1, 1))).toEqual([]);
    const same = read('sv', at('14:00'), 40, 1).map((reading) => ({ ...reading, ticketId: 'one' }));
    expect(unusualReadings(same)).toEqual([]);
  });

  it('counts an hour, not a minute more', () => {
    expect(unusualReadings(read('sv', at('14:00'), MANY_TICKETS, 6))).toHaveLength(1);
    const [first, ...others] = read('sv', at('14:00'), MANY_TICKETS, 6);
    const earlier = { ...(first as Reading), at: at('13:54') };
    expect(unusualReadings([earlier, ...others])).toEqual([]);
  });

  it('tells two stretches of a day apart, and people from each other', () => {
    const found = unusualReadings([
      ...read('sv', at('09:00'), MANY_TICKETS, 1),
      ...read('sv', at('15:00'), MANY_TICKETS, 1),
      ...read('other', at('15:30'), MANY_TICKETS - 1, 1),
    ]);
    expect(found.map(({ from }) => from)).toEqual([at('15:00'), at('09:00')]);
  });

  it('is of every broken glass, a day in one line', () => {
    const found = unusualReadings([
      { staffId: 'a', ticketId: 'one', at: at('09:00'), exception: 'break-glass' },
      { staffId: 'a', ticketId: 'one', at: at('09:01') },
      { staffId: 'a', ticketId: 'two', at: at('22:00'), exception: 'break-glass' },
      { staffId: 'a', ticketId: 'three', at: at('00:10', '26'), exception: 'break-glass' },
    ]);
    expect(found).toEqual([
      { kind: 'break-glass', staffId: 'a', from: at('00:10', '26'), until: at('00:10', '26'), tickets: 1 },
      { kind: 'break-glass', staffId: 'a', from: at('09:00'), until: at('22:00'), tickets: 2 },
    ]);
  });

  it('is of every look at who a caller is, apart from a broken glass', () => {
    const found = unusualReadings([
      { staffId: 'a', ticketId: 'one', at: at('09:00'), exception: 'unmasking' },
      { staffId: 'a', ticketId: 'two', at: at('09:30'), exception: 'break-glass' },
    ]);
    expect(found.map(({ kind, tickets }) => [kind, tickets])).toEqual([
      ['break-glass', 1],
      ['unmasking', 1],
    ]);
  });

  it('is of several in one night, which goes past midnight', () => {
    const found = unusualReadings([
      ...read('a', at('22:57'), 3, 2),
      ...read('b', at('23:58'), 3, 2),
      ...read('c', at('04:58', '26'), 3, 1),
      ...read('d', at('23:30'), 2, 1),
    ]);
    expect(found).toEqual([
      { kind: 'night', staffId: 'b', from: at('23:58'), until: at('00:02', '26'), tickets: 3 },
    ]);
  });
});
