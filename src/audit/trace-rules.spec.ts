import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linkHash, NO_HASH } from './chain.js';
import { networkOf } from './origin.js';
import { settingsChange } from './settings-change.js';

describe('the hash of an entry', () => {
  it('is another for every other entry, wherever a field ends', () => {
    const fields = fc.array(fc.option(fc.string({ maxLength: 6 })), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(linkHash(NO_HASH, one).equals(linkHash(NO_HASH, other))).toBe(same);
      }),
    );
    expect(linkHash(NO_HASH, ['a']).equals(linkHash(Buffer.alloc(32, 1), ['a']))).toBe(false);
    expect(linkHash(NO_HASH, [null]).equals(linkHash(NO_HASH, ['']))).toBe(false);
  });
});

describe('where an act came from', () => {
  it.each([
    ['192.0.2.57', '192.0.2.0/24'],
    ['::ffff:192.0.2.57', '192.0.2.0/24'],
    ['2001:db8:a:b::1', '2001:db8:a::/48'],
    ['2001:0DB8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['nonsense', 'unknown'],
  ])('%s is kept as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('a change of settings', () => {
  it('is what differs, by path', () => {
    const before = { name: { ja: '窓口' }, hours: ['9-17'], idle: { minutes: 10 }, gone: true };
    const after = { name: { ja: '相談窓口' }, hours: ['9-17', '20-22'], idle: { minutes: 10 }, added: 1 };
    expect(settingsChange(before, after)).toEqual({
      before: { 'name.ja': '窓口', hours: ['9-17'], gone: true },
      after: { 'name.ja': '相談窓口', hours: ['9-17', '20-22'], added: 1 },
    });
    expect(settingsChange(before, structuredClone(before))).toBeUndefined();
  });

  it('names a secret and shows it on neither side', () => {
    const change = settingsChange(
      { credentials: { channelSecret: 'aaa', accessToken: 'bbb' }, passwordHash: 'x', indexKey: null },
      { credentials: { channelSecret: 'ccc', accessToken: 'bbb' }, passwordHash: 'y', indexKey: 'k' },
    );
    expect(change).toEqual({
      before: { 'credentials.channelSecret': '•••', passwordHash: '•••', indexKey: null },
      after: { 'credentials.channelSecret': '•••', passwordHash: '•••', indexKey: '•••' },
    });
  });
});
