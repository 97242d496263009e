import { describe, expect, it } from '@jest/globals';
import { SharedReading } from './shared-reading.js';

describe('a reading that many ask for', () => {
  it('is one for who asks at the same time, and never older than the question', async () => {
    let state = 0;
    let readings = 0;
    const shared = new SharedReading(async () => {
      readings += 1;
      return state;
    });
    state = 1;
    const first = await Promise.all([shared.get(), shared.get(), shared.get()]);
    expect(first).toEqual([1, 1, 1]);
    expect(readings).toBe(1);
    // Too soon for another one: these wait for it together, and it knows what happened until it began.
    const early = shared.get();
    state = 2;
    const late = shared.get();
    expect(await Promise.all([early, late])).toEqual([2, 2]);
    expect(readings).toBe(2);
  });

  it('fails for who asked, and works again afterwards', async () => {
    let away = true;
    const shared = new SharedReading(async () => {
      if (away) throw new Error('away');
      return 'there';
    });
    const asked = await Promise.allSettled([shared.get(), shared.get()]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await shared.get()).toBe('there');
  });
});
