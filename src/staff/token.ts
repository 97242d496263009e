import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A secret for a cookie or a link: nobody can guess it, and it is stored nowhere. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of it instead. It has enough bits of its own to need neither salt nor slowness. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
