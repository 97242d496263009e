import { AppError } from '../config/app-error.js';
import { type CategoryChoice } from '../contract/content.js';
import { type Queryable, type Transaction } from '../database/transaction.js';

/** What consultations of an account may be put under now. */
export async function categoryChoice(tx: Queryable, accountId: string): Promise<CategoryChoice> {
  const [row] = await tx.query<CategoryChoice>(
    `SELECT category_required AS required,
       (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY position, id), '[]')
        FROM category WHERE account_id = account.id AND NOT retired) AS items
     FROM account WHERE id = $1`,
    [accountId],
  );
  return row ?? { required: false, items: [] };
}

/**
 * Writes what a consultation was about. Where the account has nothing to choose from, nothing is asked for.
 * @throws AppError category_required, category_not_found
 */
export async function categorize(
  tx: Transaction,
  ticket: { readonly ticketId: string; readonly accountId: string },
  categoryId: string | null,
): Promise<void> {
  const { required, items } = await categoryChoice(tx, ticket.accountId);
  if (categoryId === null && required && items.length > 0) throw new AppError('category_required');
  if (categoryId !== null && !items.some(({ id }) => id === categoryId))
    throw new AppError('category_not_found');
  await tx.query('UPDATE ticket SET category_id = $2 WHERE id = $1', [ticket.ticketId, categoryId]);
}
