import { describe, expect, it } from '@jest/globals';
import { differencesOf } from './differences.js';

const greeting = { shortcut: 'a', title: '挨拶', body: 'こんにちは' };
const farewell = { shortcut: 'b', title: '終わり', body: 'ありがとうございました' };

describe('what is other than before', () => {
  it('is of a list only the entries that differ, and of those only the fields', () => {
    const after = [{ ...greeting, body: 'こんばんは' }, farewell];
    expect(differencesOf([{ name: 'cannedTexts', before: [greeting, farewell], after }])).toEqual([
      { name: 'cannedTexts', entry: 'a', before: { body: 'こんにちは' }, after: { body: 'こんばんは' } },
    ]);
  });

  it('is an entry as a whole where it came or went', () => {
    expect(differencesOf([{ name: 'cannedTexts', before: [greeting], after: [farewell] }])).toEqual([
      { name: 'cannedTexts', entry: 'a', before: greeting },
      { name: 'cannedTexts', entry: 'b', after: farewell },
    ]);
    expect(differencesOf([{ name: 'cannedTexts', after: [greeting] }])).toEqual([
      { name: 'cannedTexts', entry: 'a', after: greeting },
    ]);
  });

  it('is the whole where it is no list of entries that can be told apart', () => {
    const changes = [
      { name: 'settings.targets.waitMinutes', before: 10, after: 5 },
      { name: 'professions', before: ['nurse'], after: ['nurse', 'doctor'] },
      { name: 'weekly', before: [{ opens: '08:30' }, { opens: '17:00' }], after: [{ opens: '09:00' }] },
      { name: 'senderName', after: 'こころの相談' },
    ];
    expect(differencesOf(changes)).toEqual(changes.map((change) => ({ ...change, entry: null })));
  });
});
