import { describe, expect, test } from '@jest/globals';
import { at, uuid } from '../../../testing/fixtures.js';
import { type DraftBubble, type HeldReply } from '../../shared/contract.js';
import { editedRequest } from './review.js';

const text = (words: string): DraftBubble => ({ kind: 'text', text: words });
const file: DraftBubble = {
  kind: 'attachment',
  mediaId: uuid(7),
  media: 'file',
  fileName: 'guide.pdf',
  bytes: null,
};
const held = (bubbles: DraftBubble[], quickReplies: string[] = []): HeldReply => ({
  id: uuid(1),
  author: { id: uuid(2), displayName: 'sato' },
  bubbles,
  quickReplies,
  state: 'pending',
  dropReason: null,
  madeAt: at(0),
  overdueAt: at(5),
  decidedBy: null,
  decidedAt: null,
  remark: null,
});

describe('a reply that a supervisor looks at', () => {
  test('leaves as it was written when no word was changed', () => {
    expect(editedRequest(held([text('a'), file]), [text('a'), file])).toBeUndefined();
  });

  test('leaves with the changed words, and everything that goes with them', () => {
    expect(editedRequest(held([text('a'), file], ['yes']), [text('b'), file])).toEqual({
      bubbles: [text('b'), { kind: 'attachment', mediaId: uuid(7) }],
      quickReplies: ['yes'],
    });
  });
});
