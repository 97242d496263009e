import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/** Where what is being done now came from. */
interface Origin {
  readonly address?: string;
  sessionId?: string;
}

const storage = new AsyncLocalStorage<Origin>();

/**
 * Runs `work`, and all that it waits for, as come from this address. It goes along with the request instead of through
 * every function, since no rule depends on it: it is only written down.
 */
export function withOrigin<Result>(origin: Origin, work: () => Result): Result {
  return storage.run({ ...origin }, work);
}

/** The session of what is being done now, once it is known. */
export function originSession(sessionId: string): void {
  const origin = storage.getStore();
  if (origin !== undefined) origin.sessionId = sessionId;
}

export function currentOrigin(): { network: string | null; session: string | null } {
  const { address, sessionId } = storage.getStore() ?? {};
  return {
    network: address === undefined ? null : networkOf(address),
    session: sessionId === undefined ? null : sessionMark(sessionId),
  };
}

/** Tells one session from another; nobody gets in with it. */
export function sessionMark(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 12);
}

/** An address without its end: the office or not the office, but not whose machine. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const kind = isIP(plain);
  if (kind === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (kind !== 6) return 'unknown';
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...after];
  return `${all
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/48`;
}
