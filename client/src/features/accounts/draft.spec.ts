import { expect, test } from '@jest/globals';
import { accountSettingsSchema } from '../../shared/administration-contract.js';
import { type AccountDetail } from '../../shared/administration-contract.js';
import { changedPaths, changeOf, draftOf, merged, numberOf } from './draft.js';

const detail: AccountDetail = {
  id: 'kokoro',
  version: 3,
  name: { ja: 'こころ', en: 'Kokoro' },
  purpose: '夜の相談',
  active: true,
  webhookUrl: 'https://example.jp/line/webhook/kokoro',
  line: {
    channelId: '2000000000',
    channelSecret: null,
    previousChannelSecret: null,
    channelAccessToken: null,
    assertionKeyId: null,
    botUserId: null,
  },
  settings: accountSettingsSchema.parse({
    limits: { minutes: 60 },
    senderName: '相談員',
    richMenus: { open: 'richmenu-a', closed: 'richmenu-b' },
  }),
};

test('what is shown and saved unchanged is what was there, also what the form does not show', () => {
  const { version, name, purpose, settings } = detail;
  expect(accountSettingsSchema.parse(changeOf(draftOf(detail), detail).settings)).toEqual(settings);
  expect(changeOf(draftOf(detail), detail)).toMatchObject({ version, name, purpose });
});

test('an emptied field that may be empty is left out, and wide digits are digits', () => {
  const draft = { ...draftOf(detail), 'limits.minutes': '', senderName: ' ', undoSeconds: '１２' };
  const { settings } = changeOf(draft, detail);
  expect([settings.limits.minutes, settings.senderName, settings.undoSeconds]).toEqual([
    undefined,
    undefined,
    12,
  ]);
  expect([numberOf('1.5'), numberOf('-1'), numberOf('一')]).toEqual([null, null, null]);
});

test('what another changed and what was typed here are both kept', () => {
  const before = draftOf(detail);
  const typed = { ...before, purpose: '昼も夜も' };
  const now = draftOf({ ...detail, name: { ja: '新しい名前', en: 'New' } });
  const both = merged(before, typed, now);
  expect(changedPaths(now, both)).toEqual(['purpose']);
  expect(both['name.ja']).toBe('新しい名前');
});
