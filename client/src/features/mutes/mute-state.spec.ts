import { describe, expect, test } from '@jest/globals';
import { at, uuid } from '../../../testing/fixtures.js';
import { type MuteView } from '../../shared/contract.js';
import { muteState } from './mute-state.js';

const mute: MuteView = {
  id: uuid(1),
  ticketId: uuid(2),
  number: 3,
  accountId: 'inochi',
  alias: 'alias',
  reason: 'いたずらが続いた',
  mutedBy: '田中',
  mutedAt: at(0),
  until: at(60),
  liftedBy: null,
  liftedAt: null,
  running: true,
};
const now = (minute: number): number => Date.parse(at(minute));

describe('a mute', () => {
  test('runs until its time, even where the list is older than that', () => {
    expect(muteState(mute, now(59))).toBe('running');
    expect(muteState(mute, now(60))).toBe('over');
  });

  test('is lifted for good', () => {
    expect(muteState({ ...mute, liftedBy: '田中', liftedAt: at(10), running: false }, now(20))).toBe(
      'lifted',
    );
  });
});
