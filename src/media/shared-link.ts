import { timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';
import { type DataKey } from '../vault/seal.js';
import { type Vault } from '../vault/vault.service.js';

const ID_BYTES = 16;
const EXPIRY_BYTES = 6;
const MAC_BYTES = 32;

/** What the token of a link says, before anybody has checked that we made it. */
export interface SharedToken {
  readonly mediaId: string;
  /** Whole seconds, by the clock of the rules. */
  readonly expiresAt: Date;
  /** What the keyed hash is of. */
  readonly head: Buffer;
  readonly mac: Buffer;
}

/** Makes the token of a link: what it opens, until when, and a keyed hash of both. Nothing about it is stored. */
export function makeToken(vault: Vault, indexKey: DataKey, mediaId: string, expiresAt: Date): string {
  const head = Buffer.alloc(ID_BYTES + EXPIRY_BYTES);
  head.set(parse(mediaId));
  head.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), ID_BYTES, EXPIRY_BYTES);
  return Buffer.concat([head, macOf(vault, indexKey, head)]).toString('base64url');
}

/** Takes a token apart; undefined when it can't be one. */
export function readToken(token: string): SharedToken | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== ID_BYTES + EXPIRY_BYTES + MAC_BYTES || bytes.toString('base64url') !== token)
    return undefined;
  try {
    return {
      mediaId: stringify(bytes.subarray(0, ID_BYTES)),
      expiresAt: new Date(bytes.readUIntBE(ID_BYTES, EXPIRY_BYTES) * 1000),
      head: bytes.subarray(0, ID_BYTES + EXPIRY_BYTES),
      mac: bytes.subarray(ID_BYTES + EXPIRY_BYTES),
    };
  } catch {
    return undefined;
  }
}

/** Whether we made this token, with this account's key. */
export function isGenuine(vault: Vault, indexKey: DataKey, { head, mac }: SharedToken): boolean {
  return timingSafeEqual(macOf(vault, indexKey, head), mac);
}

function macOf(vault: Vault, indexKey: DataKey, head: Buffer): Buffer {
  return vault.fingerprint(indexKey, 'shared-link', head.toString('hex'));
}
