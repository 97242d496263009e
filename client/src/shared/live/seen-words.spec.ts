import { expect, test } from '@jest/globals';
import { message, talkRoom, uuid } from '../../../testing/fixtures.js';
import { SeenWords } from './seen-words.js';

test('names the newest of the caller’s messages that was on the screen, in the order of the talk', () => {
  const seen = new SeenWords();
  const reply = { ...message(2), direction: 'outbound' as const };
  const room = talkRoom({ messages: [message(1), reply, message(3), message(4)] });
  expect(seen.newest(room)).toBeNull();
  expect(seen.newest(undefined)).toBeNull();
  for (const { id } of [message(3), message(1), reply]) seen.add(room.ticket.id, id);
  // The fourth is loaded, below what the person looks at.
  expect(seen.newest(room)).toBe(message(3).id);
  seen.add(uuid(99), message(4).id);
  expect(seen.newest(room)).toBe(message(3).id);
  seen.forget(room.ticket.id);
  expect(seen.newest(room)).toBeNull();
});
