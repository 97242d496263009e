import { expect, test } from '@jest/globals';
import { quickReplyFault } from './quick-reply.js';

test('a label has at most 20 characters as people see them', () => {
  expect(quickReplyFault([], '👨‍👩‍👧'.repeat(20))).toBeNull();
  expect(quickReplyFault([], ` ${'あ'.repeat(20)} `)).toBeNull();
  expect(quickReplyFault([], 'あ'.repeat(21))).toBe('tooLong');
});

test('there are at most 13, each once', () => {
  const many = Array.from({ length: 13 }, (_, index) => String(index));
  expect(quickReplyFault(many.slice(1), 'はい')).toBeNull();
  expect(quickReplyFault(many, 'はい')).toBe('full');
  expect(quickReplyFault(['はい'], ' はい ')).toBe('same');
});
