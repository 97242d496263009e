import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { parse } from 'uuid';

const VERSION = 1;
const KEY_ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** A key in the clear, in memory only. */
export interface DataKey {
  readonly id: string;
  /** Made once by `createSecretKey`: Node takes several times as long with plain bytes, at every use. */
  readonly secret: KeyObject;
}

/** A sealed value that can't be opened: wrong key, wrong row, or changed bytes. Its message never quotes the value. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Seals bytes with AES-256-GCM. `binding` names the row and column that they belong to: bytes copied to another row
 * can't be opened there. Layout: version (1), key id (16), nonce (12), ciphertext, tag (16).
 */
export function seal(key: DataKey, binding: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  cipher.setAAD(Buffer.from(binding, 'utf8'));
  const body = cipher.update(plain);
  return Buffer.concat([Buffer.of(VERSION), parse(key.id), nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealError when the value is not what was sealed for this row under this key */
export function open(key: DataKey, binding: string, sealed: Buffer): Buffer {
  const keyId = keyIdOf(sealed);
  if (keyId === undefined) throw new SealError('not a sealed value');
  if (keyId !== key.id) throw new SealError('sealed under another key');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    key.secret,
    sealed.subarray(1 + KEY_ID_BYTES, HEADER_BYTES),
  );
  decipher.setAAD(Buffer.from(binding, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    throw new SealError('the value was changed or belongs to another row');
  }
}

/** Id of the key that a value was sealed under; undefined when these are no sealed bytes. */
export function keyIdOf(sealed: Buffer): string | undefined {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) return undefined;
  const id = sealed.subarray(1, 1 + KEY_ID_BYTES).toString('hex');
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
