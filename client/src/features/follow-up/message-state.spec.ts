import { describe, expect, test } from '@jest/globals';
import { at, followUp, ticket } from '../../../testing/fixtures.js';
import { messageState } from './message-state.js';

const left = followUp('left', 0);
const nextDay = Date.parse(left.message.from);

describe('the one message afterwards', () => {
  test('goes from the next morning on, not a second before', () => {
    const waiting = ticket(1, { followUp: left });
    expect(messageState(waiting, nextDay - 1000)).toBe('early');
    expect(messageState(waiting, nextDay)).toBe('ready');
  });

  test('goes once, and to nobody who blocked us, is answered elsewhere or is muted', () => {
    const sent = { ...left, message: { ...left.message, sentAt: at(2000) } };
    const states = [
      ticket(1, { followUp: sent, callerReachable: false }),
      ticket(2, { followUp: left, callerReachable: false }),
      ticket(3, { followUp: left, inStandby: true }),
      ticket(4, { followUp: followUp('muted', 0), callerReachable: false, mutedUntil: at(9999) }),
      ticket(5, { followUp: followUp('muted', 0), mutedUntil: at(60) }),
    ].map((each) => messageState(each, nextDay));
    expect(states).toEqual(['sent', 'blocked', 'standby', 'muted', 'ready']);
  });
});
