import { channels } from '../database/event/channels.js';
import { type Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type QuotaAnswer } from '../line/line.client.js';
import { emitChanged } from './delivery.repository.js';
import { nextMonth } from './quota.js';

/** Writes what LINE said, and tells consoles when it is news. */
export async function writeQuota(
  tx: Transaction,
  accountId: string,
  { limit, used }: QuotaAnswer,
): Promise<void> {
  const [before] = await tx.query<{ limit: number | null; used: number }>(
    'SELECT message_limit AS limit, used FROM account_quota WHERE account_id = $1 FOR UPDATE',
    [accountId],
  );
  await tx.query(
    `INSERT INTO account_quota (account_id, message_limit, used, checked_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (account_id) DO UPDATE SET message_limit = $2, used = $3, checked_at = now()`,
    [accountId, limit, used],
  );
  if (before?.limit !== limit || before.used !== used) tx.emit({ type: 'account.changed', accountId });
}

/**
 * Nothing more is pushed for this account before the next month, or before LINE says that there is room again. What
 * waits says why.
 */
export async function hold(tx: Transaction, accountId: string, now: Date): Promise<void> {
  await tx.query('UPDATE account_quota SET hold_until = $2 WHERE account_id = $1', [
    accountId,
    nextMonth(now),
  ]);
  await explain(tx, accountId, 'month-limit');
}

/** What was written since an account began to hold says why it waits, too. */
export async function explainHeld(database: Database): Promise<void> {
  const held = await database.query<{ accountId: string }>(
    'SELECT account_id AS "accountId" FROM account_quota WHERE hold_until > now()',
  );
  for (const { accountId } of held) await database.transaction((tx) => explain(tx, accountId, 'month-limit'));
}

/** There is room again: what was held goes at once. */
export async function release(tx: Transaction, accountId: string): Promise<void> {
  const released = await tx.query(
    `UPDATE account_quota SET hold_until = NULL WHERE account_id = $1 AND hold_until IS NOT NULL
     RETURNING pg_notify('${channels.deliveries}', '')`,
    [accountId],
  );
  if (released.length > 0) await explain(tx, accountId, null);
}

async function explain(tx: Transaction, accountId: string, reason: 'month-limit' | null): Promise<void> {
  const messages = await tx.query<{ id: string; ticketId: string }>(
    `WITH explained AS (
       UPDATE delivery SET reason = $2::varchar,
         next_attempt_at = CASE WHEN $2::varchar IS NULL THEN now() ELSE next_attempt_at END
       WHERE account_id = $1 AND state = 'waiting' AND mode = 'push' AND leased_until IS NULL
         AND (CASE WHEN $2::varchar IS NULL THEN reason = 'month-limit' ELSE reason IS DISTINCT FROM $2 END)
       RETURNING id
     )
     SELECT message.id, ticket_id AS "ticketId" FROM message JOIN explained ON explained.id = message.delivery_id
     ORDER BY message.id`,
    [accountId, reason],
  );
  emitChanged(tx, accountId, messages);
}
