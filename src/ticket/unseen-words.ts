import { AppError } from '../config/app-error.js';
import { type Queryable, type Transaction } from '../database/transaction.js';

/**
 * Whoever ends a ticket names the newest of the caller's messages that was on their screen: what they had counts as
 * shown, and where anything else is left that nobody has seen, the ticket doesn't end. Without a name (a console that
 * knows nothing of this, or never had the talk open) everything must have been shown before. The ticket's row is locked,
 * so that no word comes between this and the end.
 *
 * Through it means both ways in which a message can be newer: a word that LINE delivers late stands above the named one
 * in the talk, and came after it.
 * @throws AppError words_unseen
 */
export async function assertWordsSeen(
  tx: Transaction,
  ticketId: string,
  seenThrough: string | null,
  at: Date,
): Promise<void> {
  if (seenThrough !== null)
    await tx.query(
      `UPDATE message SET first_shown_at = $3 FROM message AS named
       WHERE named.id = $2 AND named.ticket_id = $1 AND named.direction = 'inbound'
         AND message.ticket_id = $1 AND message.direction = 'inbound' AND message.first_shown_at IS NULL
         AND message.id <= named.id AND message.occurred_at <= named.occurred_at`,
      [ticketId, seenThrough, at],
    );
  if (await hasUnseenWords(tx, ticketId)) throw new AppError('words_unseen');
}

/** Whether anything of the caller's is left in a ticket that no screen has shown. */
export async function hasUnseenWords(tx: Queryable, ticketId: string): Promise<boolean> {
  const [row] = await tx.query(
    `SELECT FROM message WHERE ticket_id = $1 AND direction = 'inbound' AND first_shown_at IS NULL LIMIT 1`,
    [ticketId],
  );
  return row !== undefined;
}
