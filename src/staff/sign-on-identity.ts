import { type Transaction } from '../database/transaction.js';

/** Whom a provider means: its own number for a person, which it never gives to another. */
export interface SignOnIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Ties a person to whom the provider meant when they first came from there: a login may be given to somebody else there.
 * @returns whether it is them now as it was then, or somebody else
 */
export async function tie(
  tx: Transaction,
  staffId: string,
  { issuer, subject }: SignOnIdentity,
): Promise<'first' | 'same' | 'other'> {
  const [first] = await tx.query(
    `INSERT INTO single_sign_on_identity (staff_id, issuer, subject, tied_at) VALUES ($1, $2, $3, now())
     ON CONFLICT DO NOTHING RETURNING staff_id`,
    [staffId, issuer, subject],
  );
  if (first !== undefined) return 'first';
  const [same] = await tx.query(
    'SELECT FROM single_sign_on_identity WHERE staff_id = $1 AND issuer = $2 AND subject = $3',
    [staffId, issuer, subject],
  );
  return same === undefined ? 'other' : 'same';
}

/** Whoever comes next for them is tied. @returns whether they were tied to anybody */
export async function untie(tx: Transaction, staffId: string): Promise<boolean> {
  const untied = await tx.query(
    'DELETE FROM single_sign_on_identity WHERE staff_id = $1 RETURNING staff_id',
    [staffId],
  );
  return untied.length > 0;
}
