import { describe, expect, it } from '@jest/globals';
import { asStored, isOfSeveral, withoutPeople } from './group-event.js';

const said = (source: { type: string; [id: string]: string }, more: Record<string, unknown> = {}) => ({
  type: 'message',
  webhookEventId: '01H',
  timestamp: 1,
  replyToken: 'token',
  message: { type: 'text', id: '1', text: 'ここだけの話' },
  ...more,
  source,
});

describe('what is stored of what several people say', () => {
  it('is that something was said, when, and which group we have to leave', () => {
    expect(asStored(said({ type: 'group', groupId: 'C1', userId: 'U1' }))).toEqual({
      type: 'message',
      webhookEventId: '01H',
      timestamp: 1,
      source: { type: 'group', groupId: 'C1' },
    });
    expect(asStored(said({ type: 'room', roomId: 'R1', userId: 'U1' }, { mode: 'active' }))).toEqual({
      type: 'message',
      mode: 'active',
      webhookEventId: '01H',
      timestamp: 1,
      source: { type: 'room', roomId: 'R1' },
    });
  });

  it.each([
    ['another module answers there', said({ type: 'group', groupId: 'C1' }, { mode: 'standby' })],
    ['we are out of it', said({ type: 'room', roomId: 'C1' }, { type: 'leave' })],
    ['it is of a kind that is new', said({ type: 'square', squareId: 'C1', userId: 'U1' })],
  ])('has no id at all where %s', (_why, event) => {
    expect(JSON.stringify(asStored(event))).not.toMatch(/C1|U1|token|ここだけの話/);
    expect(asStored(event)).toEqual(withoutPeople(event));
  });

  it('leaves alone what one person says, and what is about the account', () => {
    const own = said({ type: 'user', userId: 'U1' });
    const { source: _source, ...ofAccount } = { ...own, type: 'botSuspended' };
    for (const event of [own, ofAccount]) {
      expect(isOfSeveral(event)).toBe(false);
      expect(asStored(event)).toBe(event);
    }
  });
});
