import { describe, expect, it } from '@jest/globals';
import { Agenda } from './agenda.js';
import { SimulatedClock } from './clock.js';
import { Dice } from './dice.js';

const EVENING = new Date('2026-11-10T17:00:00+09:00');
const minutes = (count: number) => EVENING.getTime() + count * 60_000;

describe('the clock of a simulation', () => {
  it('stands still until it is moved, and never goes back', async () => {
    const clock = new SimulatedClock(EVENING);
    expect(clock.now()).toEqual(EVENING);
    await clock.moveTo(minutes(5));
    await clock.moveTo(minutes(3));
    expect(clock.now().getTime()).toBe(minutes(5));
    clock.setOffset(0);
    expect(clock.now().getTime()).toBe(minutes(5));
  });

  it('knows what it showed when somebody stamped something in real time', async () => {
    const clock = new SimulatedClock(EVENING);
    const first = Date.now();
    await clock.moveTo(minutes(1));
    const second = Date.now();
    await clock.moveTo(minutes(90));
    const third = Date.now();
    expect([first, second, third].map((stamp) => clock.fromRealTime(stamp).getTime())).toEqual([
      minutes(0),
      minutes(1),
      minutes(90),
    ]);
  });
});

describe('the agenda', () => {
  it('gives what is due in the order of its time, and of its noting at one time', async () => {
    const agenda = new Agenda();
    const done: string[] = [];
    const dice = new Dice(3);
    const times = Array.from({ length: 200 }, () => Math.round(dice.between(0, 50)));
    times.forEach((at, index) => agenda.note(at, () => void done.push(`${at}:${index}`)));
    const expected = times
      .map((at, index) => ({ at, index }))
      .toSorted((one, other) => one.at - other.at || one.index - other.index)
      .map(({ at, index }) => `${at}:${index}`);
    expect(agenda.next).toBe(Math.min(...times));
    for (const act of [...agenda.take(20), ...agenda.take(50)]) await act();
    expect(done).toEqual(expected);
    expect(agenda.next).toBeUndefined();
  });
});

describe('the dice', () => {
  it('repeat with their seed, and last as long as they are asked to on average', () => {
    const draw = (seed: number) => {
      const dice = new Dice(seed);
      return Array.from({ length: 4000 }, () => dice.lasting(49, 0.5));
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const mean = draw(1).reduce((sum, value) => sum + value, 0) / 4000;
    expect(mean).toBeGreaterThan(47);
    expect(mean).toBeLessThan(51);
  });
});
