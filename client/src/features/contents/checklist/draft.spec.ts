import { describe, expect, it } from '@jest/globals';
import { type CallDraft, driftedFrom, faultsOf, freshStep, isEarlier, plain, stepOf } from './draft.js';

const today = '2026-11-25';
const step = { ...freshStep, title: '警察に電話する', minutes: '１０' };
const call: CallDraft = {
  name: '警察',
  number: '０３ー1234-5678',
  note: ' ',
  verifiedOn: '2026-08-21',
};

describe('a step as it is typed', () => {
  it('is sent as what is meant', () => {
    expect(stepOf({ ...step, title: ' 警察に電話する ', call })).toEqual({
      title: '警察に電話する',
      detail: null,
      byMinutes: 10,
      needsNote: false,
      call: { name: '警察', number: '03-1234-5678', note: null, verifiedOn: '2026-08-21' },
    });
    expect(plain('＃９１１０')).toBe('#9110');
  });

  it('says what is wrong with it', () => {
    expect(faultsOf({ ...step, call }, [step], today)).toEqual([]);
    expect(faultsOf(freshStep, [freshStep], today)).toEqual(['title', 'minutes']);
    expect(faultsOf(step, [step, { ...step, title: `${step.title} ` }], today)).toEqual(['twice']);
    for (const minutes of ['0', '-1', '1.5', '1441', '十'])
      expect(faultsOf({ ...step, minutes }, [step], today)).toEqual(['minutes']);
    const bad = { name: ' ', number: '警察署', note: '', verifiedOn: '2026-11-26' };
    expect(faultsOf({ ...step, call: bad }, [step], today)).toEqual(['callName', 'number', 'verifiedOn']);
    for (const number of ['', '1', '--', '110番'])
      expect(faultsOf({ ...step, call: { ...call, number } }, [step], today)).toEqual(['number']);
  });

  it('is told when it is due before the one above, and when its number is another one elsewhere', () => {
    const within = (minutes: string) => ({ ...step, minutes });
    expect(isEarlier([within('5'), within('3')], 1)).toBe(true);
    expect(isEarlier([within('5'), within('5')], 1)).toBe(false);
    expect(isEarlier([within('5')], 0)).toBe(false);
    const entry = { id: null, label: '警察', number: '110', hours: null, note: null, verifiedOn: today };
    expect(driftedFrom(call, [entry])).toBe(entry);
    expect(driftedFrom({ ...call, number: '１１０' }, [entry])).toBeUndefined();
    expect(driftedFrom({ ...call, name: '消防' }, [entry])).toBeUndefined();
  });
});
