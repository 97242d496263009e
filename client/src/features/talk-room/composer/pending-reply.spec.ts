import { describe, expect, test } from '@jest/globals';
import { uuid } from '../../../../testing/fixtures.js';
import { replyRequestSchema } from '../../../shared/contract.js';
import {
  addBubble,
  composeReply,
  composeSplitReply,
  type Draft,
  editBubble,
  emptyDraft,
  isEmptyDraft,
  type PendingBubble,
  putBack,
  toRequest,
} from './pending-reply.js';

const draft = (changes: Partial<Draft>): Draft => ({ ...emptyDraft, ...changes });
const text = (words: string): PendingBubble => ({ kind: 'text', text: words });
const file: PendingBubble = {
  kind: 'attachment',
  mediaId: uuid(5),
  media: 'file',
  fileName: 'a.pdf',
  bytes: 3,
};

describe('a reply that is being prepared', () => {
  test('is sent with what was set aside before, then the text', () => {
    const reply = composeReply(draft({ text: 'はい', quotes: uuid(1), tray: [text('一'), file] }));
    expect(reply?.bubbles).toEqual([text('一'), file, { kind: 'text', text: 'はい', quotes: uuid(1) }]);
    expect(reply).not.toHaveProperty('quickReplies');
  });

  test('can be an attachment alone, but not nothing, and not six', () => {
    expect(composeReply(draft({ tray: [file] }))?.bubbles).toEqual([file]);
    expect(composeReply(draft({ text: ' \n', quickReplies: ['はい'] }))).toBeNull();
    expect(composeReply(draft({ text: 'はい', tray: Array.from({ length: 5 }, () => file) }))).toBeNull();
    expect(composeReply(draft({ text: 'あ'.repeat(5001) }))).toBeNull();
  });

  test('too long, it goes in parts into the bubbles that are left; the first one quotes', () => {
    const long = draft({ text: 'あ'.repeat(12_000), quotes: uuid(1), tray: [file, file] });
    const bubbles = composeSplitReply(long)?.bubbles ?? [];
    expect(bubbles).toHaveLength(5);
    expect(bubbles.map((bubble) => bubble.kind === 'text' && bubble.quotes)).toEqual([
      false,
      false,
      uuid(1),
      undefined,
      undefined,
    ]);
    expect(composeSplitReply({ ...long, tray: [file, file, file] })).toBeNull();
  });

  test('a bubble can be set aside and taken back, and what stands in the field takes its place', () => {
    const one = addBubble(draft({ text: '一', quotes: uuid(1) }));
    expect(one).toEqual(draft({ tray: [{ kind: 'text', text: '一', quotes: uuid(1) }] }));
    const edited = editBubble({ ...one, text: '二' }, 0);
    expect(edited).toEqual(draft({ text: '一', quotes: uuid(1), tray: [text('二')] }));
    expect(editBubble(draft({ text: 'x', tray: [file] }), 0)).toEqual(draft({ text: 'x', tray: [file] }));
    expect(addBubble(draft({ text: ' ' }))).toEqual(draft({ text: ' ' }));
  });

  test('what could not be sent comes back, before what was written since', () => {
    const reply = { bubbles: [file, text('一')], quickReplies: ['はい'] };
    expect(putBack(emptyDraft, reply)).toEqual(draft({ text: '一', tray: [file], quickReplies: ['はい'] }));
    const since = draft({ text: '二', tray: [text('三')], quickReplies: ['はい', 'いいえ'] });
    expect(putBack(since, reply)).toEqual(
      draft({ text: '二', tray: [file, text('一'), text('三')], quickReplies: ['はい', 'いいえ'] }),
    );
  });

  test('asks the server for no more than the contract knows', () => {
    const request = toRequest(uuid(9), { bubbles: [file, text('一')], quickReplies: ['はい'] });
    expect(replyRequestSchema.parse(request)).toEqual(request);
    expect(request.bubbles[0]).toEqual({ kind: 'attachment', mediaId: uuid(5) });
  });

  test('is empty only when nothing at all is in it', () => {
    expect(isEmptyDraft(emptyDraft)).toBe(true);
    expect(isEmptyDraft(draft({ tray: [file] }))).toBe(false);
    expect(isEmptyDraft(draft({ quickReplies: ['はい'] }))).toBe(false);
  });
});
