import { describe, expect, it } from '@jest/globals';
import { overlapOf, type PresencePhase, restsOf, workingSince } from './shift.js';

const at = (time: string) => new Date(`2026-11-25T${time}:00+09:00`);
const phase = (presence: string, from: string, until: string | null): PresencePhase => ({
  presence,
  from: at(from),
  until: until === null ? null : at(until),
});
const rest = (from: string, until: string | null) => ({
  from: at(from),
  until: until === null ? null : at(until),
});

describe('a shift', () => {
  it('counts work since one came, while there was no rest', () => {
    const phases = [phase('available', '17:00', '17:40'), phase('busy', '17:40', null)];
    expect(restsOf(phases, at('18:30'))).toEqual([]);
    expect(workingSince(phases, at('18:30'))).toEqual(at('17:00'));
  });

  it('counts it anew after a break, and after having been away', () => {
    const phases = [
      phase('available', '17:00', '18:00'),
      phase('break', '18:00', '18:10'),
      phase('available', '18:10', '19:00'),
      phase('available', '19:30', null),
    ];
    expect(restsOf(phases, at('20:00'))).toEqual([rest('18:00', '18:10'), rest('19:00', '19:30')]);
    expect(workingSince(phases, at('20:00'))).toEqual(at('19:30'));
  });

  it('takes a page that was loaded anew, or a break of two minutes, for no rest', () => {
    const phases = [
      phase('available', '17:00', '17:30'),
      phase('available', '17:31', '18:00'),
      phase('break', '18:00', '18:02'),
      phase('available', '18:02', null),
    ];
    expect(restsOf(phases, at('18:30'))).toEqual([]);
    expect(workingSince(phases, at('18:30'))).toEqual(at('17:00'));
  });

  it('is one rest for who closed the page during a break', () => {
    const phases = [
      phase('available', '17:00', '18:00'),
      phase('break', '18:00', '18:03'),
      phase('available', '18:20', null),
    ];
    expect(restsOf(phases, at('18:30'))).toEqual([rest('18:00', '18:20')]);
  });

  it('says nothing of work during a break, or for who is gone', () => {
    const onBreak = [phase('available', '17:00', '18:00'), phase('break', '18:00', null)];
    expect(workingSince(onBreak, at('18:30'))).toBeNull();
    expect(restsOf(onBreak, at('18:30'))).toEqual([rest('18:00', null)]);
    expect(workingSince([phase('available', '17:00', '18:00')], at('18:30'))).toBeNull();
    expect(workingSince([], at('18:30'))).toBeNull();
  });

  it('measures what lies within the night', () => {
    const night = rest('22:00', '23:00');
    const worked = [phase('available', '21:00', '22:20'), phase('available', '22:50', null)];
    expect(overlapOf(worked, night, at('22:55'))).toBe(25 * 60_000);
    expect(overlapOf(worked, night, at('23:30'))).toBe(30 * 60_000);
  });
});
