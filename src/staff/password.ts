import { hash, verify } from '@node-rs/argon2';

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checked when no such login exists, so that the answer takes as long and tells nothing. */
const nobody = hash('nobody signs in with this', PARAMETERS);

export async function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** @param stored the stored hash; null or undefined when there is no such person, or nothing that would let them in */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  const known = stored ?? undefined;
  const matches = await verify(known ?? (await nobody), password);
  return matches && known !== undefined;
}
