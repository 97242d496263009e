import { type MessageContent, messageContentSchema, type MessageDirection } from '../contract/message.js';
import { type Queryable } from '../database/transaction.js';
import { type Opened, type Vault } from '../vault/vault.service.js';
import { fold } from './fold.js';
import { searchableText } from './searchable.js';

/** A message in which everything stands that was looked for. */
export interface Hit {
  readonly messageId: string;
  readonly ticketId: string;
  readonly direction: MessageDirection;
  readonly occurredAt: Date;
  readonly authorId: string | null;
  readonly text: string;
}

interface Row {
  id: string;
  ticketId: string;
  direction: MessageDirection;
  occurredAt: Date;
  authorId: string | null;
  contentSealed: Buffer;
}

/** What the caller took back is never found, whether or not the account keeps it for reading. */
export const SELECT_WORDS = `
  SELECT id, ticket_id AS "ticketId", direction, occurred_at AS "occurredAt", author_id AS "authorId",
    content_sealed AS "contentSealed"
  FROM message
  WHERE ticket_id = ANY($1) AND occurred_at >= $2 AND occurred_at < $3 AND withdrawn_at IS NULL
  ORDER BY occurred_at DESC, id DESC`;

export interface Period {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

/** Opens what was said in these consultations, looks at it, and keeps only where every word stands; newest first. */
export async function scan(
  tx: Queryable,
  vault: Vault,
  ticketIds: readonly string[],
  { from, to }: Period,
  words: readonly string[],
): Promise<{ readonly hits: Hit[]; readonly opened: number }> {
  const rows = await tx.query<Row>(SELECT_WORDS, [ticketIds, from, to]);
  const opened = await vault.openEachJson(
    tx,
    rows.map(({ id, contentSealed }) => ({ binding: `message.content:${id}`, bytes: contentSealed })),
  );
  const hits = rows.flatMap(({ id, contentSealed: _sealed, ...row }, index): Hit[] => {
    const text = textOf(opened[index]);
    if (text === '') return [];
    const folded = fold(text);
    return words.every((word) => folded.includes(word)) ? [{ ...row, messageId: id, text }] : [];
  });
  return { hits, opened: rows.length };
}

/** What was erased or damaged says nothing. */
function textOf(opened: Opened | undefined): string {
  if (opened?.kind !== 'opened') return '';
  // Most are texts, and the whole schema would cost more than the opening.
  const { kind, text } = opened.value as { kind?: unknown; text?: unknown };
  if (kind === 'text' && typeof text === 'string') return text;
  const content = messageContentSchema.safeParse(opened.value);
  return content.success ? searchableText(content.data satisfies MessageContent) : '';
}
