import { expect, test } from '@jest/globals';
import { cannedFaults } from './canned-faults.js';

test('each canned text has a shortcut of its own, a title and words', () => {
  const entry = {
    id: null,
    shortcut: 'まつ',
    title: '少し待ってもらう',
    category: null,
    body: '文面',
    active: true,
  };
  const items = [
    entry,
    { ...entry, shortcut: 'ま つ' },
    { ...entry, shortcut: ' まつ' },
    { ...entry, shortcut: '電話', title: '' },
    { ...entry, shortcut: '時間', body: ' ' },
    { ...entry, shortcut: 'おわり', category: ' ' },
  ];
  expect([...cannedFaults(items)]).toEqual([
    [1, 'shortcut'],
    [2, 'twice'],
    [3, 'title'],
    [4, 'body'],
    [5, 'other'],
  ]);
});
