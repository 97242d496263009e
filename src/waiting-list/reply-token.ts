import { type Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { type AppendTarget } from '../ticket/append.js';
import { type MessageTokens, REPLY_TOKEN_FRESH_MS, type ReplyToken } from '../ticket/delivery-request.js';
import { type Vault } from '../vault/vault.service.js';

/**
 * Takes the reply token of what the caller wrote last, while it is fresh. It is taken from its message: one token is
 * tried by one delivery only, so that a token that LINE calls spent was spent by that delivery.
 */
export async function takeReplyToken(
  tx: Transaction,
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  ticket: AppendTarget,
): Promise<ReplyToken | undefined> {
  // What was written has an id of its own there, and a pressed button a token; that of a `follow` goes to the greeting.
  const [newest] = await tx.query<{ id: string; tokensSealed: Buffer | null; receivedAt: Date }>(
    `SELECT id, tokens_sealed AS "tokensSealed", received_at AS "receivedAt" FROM message
     WHERE ticket_id = $1 AND direction = 'inbound' AND received_at IS NOT NULL
       AND (external_id IS NOT NULL OR tokens_sealed IS NOT NULL)
     ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    [ticket.ticketId],
  );
  if (newest === undefined || newest.tokensSealed === null) return undefined;
  const ageMs = clock.now().getTime() - newest.receivedAt.getTime();
  if (ageMs < 0 || ageMs >= REPLY_TOKEN_FRESH_MS) return undefined;
  const binding = `message.tokens:${newest.id}` as const;
  const [opened] = await vault.openEachJson(tx, [{ binding, bytes: newest.tokensSealed }]);
  if (opened?.kind !== 'opened') return undefined;
  const { reply, ...others } = opened.value as MessageTokens;
  if (reply === undefined) return undefined;
  await tx.query('UPDATE message SET tokens_sealed = $2 WHERE id = $1', [
    newest.id,
    Object.keys(others).length === 0 ? null : vault.sealJson(ticket.callerKey, binding, others),
  ]);
  return { token: reply, until: new Date(Date.now() + REPLY_TOKEN_FRESH_MS - ageMs) };
}
