import { createHash } from 'node:crypto';
import { type Certificate } from '../contract/erasure.js';

/** The certificate with its hash, by which it can be told whether somebody changed it. */
export function certify(facts: Omit<Certificate, 'hash'>): Certificate {
  return { ...facts, hash: hashOf(facts) };
}

export function isIntact({ hash, ...facts }: Certificate): boolean {
  return hash === hashOf(facts);
}

function hashOf(facts: Omit<Certificate, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(facts)), 'utf8')
    .digest('hex');
}

/** JSON in one order of names, whoever wrote it. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
}
