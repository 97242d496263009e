// Loaded before the relay (`node --import`), by the bench alone: sealing that seals nothing, in the same form and length,
// so that what encryption costs can be told from everything else. The product has no switch for this.
import { registerHooks } from 'node:module';

const SOURCE = `
import { parse } from 'uuid';
const NONCE = Buffer.alloc(12);
const TAG = Buffer.alloc(16);
export class SealError extends Error {}
export function seal(key, _binding, plain) {
  return Buffer.concat([Buffer.of(1), parse(key.id), NONCE, plain, TAG]);
}
export function open(_key, _binding, sealed) {
  return sealed.subarray(29, sealed.length - 16);
}
export function keyIdOf(sealed) {
  if (sealed.length < 45 || sealed[0] !== 1) return undefined;
  return sealed.subarray(1, 17).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}`;

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('/dist/src/vault/seal.js')) return next(url, context);
    return { format: 'module', source: SOURCE, shortCircuit: true };
  },
});
