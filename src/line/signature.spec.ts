import { describe, expect, it } from '@jest/globals';
import { signatureIsValid } from './signature.js';

// LINE's own test vector, from the page "Verify webhook signature".
const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';

describe('signatureIsValid', () => {
  it("accepts LINE's own test vector", () => {
    expect(signatureIsValid(body, signature, [secret])).toBe(true);
  });

  it('accepts either secret while one is being replaced', () => {
    expect(signatureIsValid(body, signature, ['0'.repeat(32), secret])).toBe(true);
  });

  it('refuses another secret, another body, another or no signature', () => {
    expect(signatureIsValid(body, signature, ['0'.repeat(32)])).toBe(false);
    expect(signatureIsValid(Buffer.concat([body, Buffer.from(' ')]), signature, [secret])).toBe(false);
    expect(signatureIsValid(body, signature.replace('G', 'H'), [secret])).toBe(false);
    expect(signatureIsValid(body, '', [secret])).toBe(false);
    expect(signatureIsValid(body, 'えー', [secret])).toBe(false);
    expect(signatureIsValid(body, undefined, [secret])).toBe(false);
  });
});
