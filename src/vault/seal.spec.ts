import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyIdOf, open, seal, SealError } from './seal.js';

const key = () => ({ id: randomUUID(), secret: createSecretKey(randomBytes(32)) });

describe('seal', () => {
  it('gives back what was sealed, whatever the bytes', () => {
    const own = key();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (bytes, binding) => {
        const plain = Buffer.from(bytes);
        expect(open(own, binding, seal(own, binding, plain)).equals(plain)).toBe(true);
      }),
    );
  });

  it('names its key and hides its text', () => {
    const own = key();
    const sealed = seal(own, 'message:1', Buffer.from('もう消えてしまいたい'));
    expect(keyIdOf(sealed)).toBe(own.id);
    expect(sealed.includes(Buffer.from('消えて'))).toBe(false);
  });

  it('never gives the same bytes twice', () => {
    const own = key();
    expect(seal(own, 'a', Buffer.from('x')).equals(seal(own, 'a', Buffer.from('x')))).toBe(false);
  });

  it('refuses another row, another key, and any changed byte', () => {
    const own = key();
    const sealed = seal(own, 'message:1', Buffer.from('助けて'));
    expect(() => open(own, 'message:2', sealed)).toThrow(SealError);
    expect(() => open(key(), 'message:1', sealed)).toThrow(SealError);
    expect(() => open({ ...key(), id: own.id }, 'message:1', sealed)).toThrow(SealError);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => open(own, 'message:1', changed)).toThrow(SealError);
    }
    expect(() => open(own, 'message:1', sealed.subarray(0, 20))).toThrow(SealError);
  });
});
