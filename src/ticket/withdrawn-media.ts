import { type Transaction } from '../database/transaction.js';

/**
 * Destroys the picture, recording or file of a message. A download under way writes nothing more: it asks, with each
 * stretch that it stores, whether the media is still wanted.
 */
export async function dropMedia(tx: Transaction, messageId: string): Promise<void> {
  // Two statements: the second must see what was stored while the first waited for its row.
  const dropped = await tx.query<{ id: string }>(
    `UPDATE media SET state = 'gone', mime_type = NULL, bytes = NULL, chunk_bytes = NULL, name_sealed = NULL,
       leased_until = NULL
     FROM message WHERE message.id = $1 AND media.id = message.media_id RETURNING media.id`,
    [messageId],
  );
  await tx.query('DELETE FROM media_chunk WHERE media_id = ANY($1)', [dropped.map((media) => media.id)]);
}
