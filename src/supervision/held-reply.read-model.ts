import { Injectable } from '@nestjs/common';
import { type HeldReply } from '../contract/held-reply.js';
import { type Queryable } from '../database/transaction.js';
import { person } from '../ticket/ticket-supervision.js';
import { type Sealed, Vault } from '../vault/vault.service.js';
import { contentBinding, heldContentSchema, remarkBinding } from './held-content.js';

interface HeldRow extends Omit<
  HeldReply,
  'bubbles' | 'quickReplies' | 'madeAt' | 'overdueAt' | 'decidedAt' | 'remark'
> {
  readonly ticketId: string;
  readonly contentSealed: Buffer;
  readonly remarkSealed: Buffer | null;
  readonly madeAt: Date;
  readonly overdueAt: Date;
  readonly decidedAt: Date | null;
}

/** Replies that have not left, with their words. Whether somebody may see them is asked before, elsewhere. */
@Injectable()
export class HeldReplyReadModel {
  constructor(private readonly vault: Vault) {}

  /** Those of each ticket that stand, oldest first; tickets without one are missing. */
  async ofTickets(tx: Queryable, ticketIds: readonly string[]): Promise<ReadonlyMap<string, HeldReply[]>> {
    const found = new Map<string, HeldReply[]>();
    if (ticketIds.length === 0) return found;
    const rows = await tx.query<HeldRow>(
      `SELECT held_reply.id, ticket_id AS "ticketId", ${person('author')} AS author, state,
         content_sealed AS "contentSealed", drop_reason AS "dropReason", made_at AS "madeAt", overdue_at AS "overdueAt",
         ${person('decider')} AS "decidedBy", decided_at AS "decidedAt", remark_sealed AS "remarkSealed"
       FROM held_reply JOIN staff AS author ON author.id = held_reply.staff_id
         LEFT JOIN staff AS decider ON decider.id = decided_by
       WHERE ticket_id = ANY($1) AND (state = 'pending' OR state IN ('returned', 'dropped') AND dismissed_at IS NULL)
       ORDER BY held_reply.id`,
      [ticketIds],
    );
    const words = await this.#open(tx, rows);
    for (const { ticketId, contentSealed: _content, remarkSealed: _remark, ...row } of rows) {
      const content = heldContentSchema.safeParse(words.get(contentBinding(row.id)));
      const remark = words.get(remarkBinding(row.id));
      const held: HeldReply = {
        ...row,
        bubbles: content.success ? content.data.bubbles : null,
        quickReplies: content.success ? (content.data.quickReplies ?? []) : [],
        madeAt: row.madeAt.toISOString(),
        overdueAt: row.overdueAt.toISOString(),
        decidedAt: row.decidedAt?.toISOString() ?? null,
        remark: typeof remark === 'string' ? remark : null,
      };
      found.set(ticketId, [...(found.get(ticketId) ?? []), held]);
    }
    return found;
  }

  async ofTicket(tx: Queryable, ticketId: string): Promise<HeldReply[]> {
    return (await this.ofTickets(tx, [ticketId])).get(ticketId) ?? [];
  }

  async #open(tx: Queryable, rows: readonly HeldRow[]): Promise<ReadonlyMap<string, unknown>> {
    const sealed = rows.flatMap((row): Sealed[] => [
      { binding: contentBinding(row.id), bytes: row.contentSealed },
      ...(row.remarkSealed === null ? [] : [{ binding: remarkBinding(row.id), bytes: row.remarkSealed }]),
    ]);
    const opened = await this.vault.openEachJson(tx, sealed);
    return new Map(
      sealed.map(({ binding }, index) => {
        const value = opened[index];
        return [binding, value?.kind === 'opened' ? value.value : undefined];
      }),
    );
  }
}
