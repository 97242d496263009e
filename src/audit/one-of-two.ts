import { AppError } from '../config/app-error.js';
import { type ErrorCode } from '../contract/error.js';
import { type Transaction } from '../database/transaction.js';

/**
 * What every act that takes two people asks of each of them, and the only place that compares them. A person counts who
 * administers, is another than the ones before, and for whom somebody vouches that had no hand in letting them in: else
 * one administrator could make a second, and be both. Holds until the end of the transaction.
 * @param others who has acted before them
 * @param same what to say to who was one of those
 * @throws AppError not_vouched_for, and `same`
 */
export async function assertOneOfTwo(
  tx: Transaction,
  staffId: string,
  others: readonly string[],
  same: ErrorCode,
): Promise<void> {
  if (others.includes(staffId)) throw new AppError(same);
  const [person] = await tx.query<{ vouched: boolean }>(
    `SELECT vouched_at IS NOT NULL AS vouched FROM staff WHERE id = $1 AND administrator AND active FOR SHARE`,
    [staffId],
  );
  if (person?.vouched !== true) throw new AppError('not_vouched_for');
}
