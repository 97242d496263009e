import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { draftContentSchema, type DraftRequest, type DraftSaved, type DraftView } from '../contract/draft.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { type Binding, Vault } from '../vault/vault.service.js';
import { accessTicket, type TicketHead } from './ticket.access.js';

interface DraftRow {
  readonly revision: number;
  readonly sealed: Buffer;
}

const NOTHING: DraftView = { draft: null, revision: null };

/** Unfinished replies and notes, one for each person and ticket. Only who wrote one can read it. */
@Injectable()
export class DraftService {
  readonly #logger = new Logger(DraftService.name);

  constructor(
    private readonly database: Database,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError ticket_not_found, not_permitted */
  async read(principal: Principal, ticketId: string): Promise<DraftView> {
    await accessTicket(this.database, principal, ticketId, 'read', 'no-lock');
    const row = await find(this.database, principal, ticketId);
    if (row === undefined) return NOTHING;
    const [opened] = await this.vault.openEachJson(this.database, [
      { binding: bindingOf(ticketId, principal.staffId), bytes: row.sealed },
    ]);
    // Its caller was erased: what was written to them is gone with their key.
    if (opened?.kind === 'erased') return NOTHING;
    const draft = opened?.kind === 'opened' ? draftContentSchema.safeParse(opened.value) : undefined;
    if (draft?.success === true) return { draft: draft.data, revision: row.revision };
    this.#logger.error(`alarm: a draft in ticket ${ticketId} was changed and can't be opened`);
    return NOTHING;
  }

  /**
   * Keeps a draft in place of the one that it was made from.
   * @throws AppError ticket_not_found, not_permitted, ticket_closed, draft_conflict
   */
  async save(principal: Principal, ticketId: string, { draft, base }: DraftRequest): Promise<DraftSaved> {
    return this.database.transaction(async (tx) => {
      const head = await this.#lock(tx, principal, ticketId, base);
      if (head.state === 'closed') throw new AppError('ticket_closed');
      const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (key === undefined) throw new AppError('ticket_not_found');
      const [saved] = await tx.query<DraftSaved>(
        `INSERT INTO draft (ticket_id, staff_id, content_sealed, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (ticket_id, staff_id) DO UPDATE
           SET content_sealed = excluded.content_sealed, revision = excluded.revision, saved_at = excluded.saved_at
         RETURNING revision`,
        [
          ticketId,
          principal.staffId,
          this.vault.sealJson(key, bindingOf(ticketId, principal.staffId), draft),
          this.clock.now(),
        ],
      );
      emitDraftChanged(tx, principal, head);
      return saved as DraftSaved;
    });
  }

  /**
   * Forgets a draft, if it is still the one that is meant. Deleting what isn't there changes nothing.
   * @throws AppError ticket_not_found, not_permitted, draft_conflict
   */
  async discard(principal: Principal, ticketId: string, base: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await this.#lock(tx, principal, ticketId, base);
      await dropDraft(tx, principal, head, base);
    });
  }

  async #lock(
    tx: Transaction,
    principal: Principal,
    ticketId: string,
    base: number | null,
  ): Promise<TicketHead> {
    const head = await accessTicket(tx, principal, ticketId, 'read', 'lock');
    const row = await find(tx, principal, ticketId);
    // Where nothing is kept any more, nothing can be overwritten.
    if (row !== undefined && row.revision !== base) throw new AppError('draft_conflict');
    return head;
  }
}

/** Forgets the draft that a reply was made from, unless something else was saved since. */
export async function dropDraft(
  tx: Transaction,
  principal: Principal,
  head: Pick<TicketHead, 'id' | 'accountId'>,
  revision: number,
): Promise<void> {
  const gone = await tx.query(
    'DELETE FROM draft WHERE ticket_id = $1 AND staff_id = $2 AND revision = $3 RETURNING revision',
    [head.id, principal.staffId, revision],
  );
  if (gone.length > 0) emitDraftChanged(tx, principal, head);
}

async function find(tx: Queryable, principal: Principal, ticketId: string): Promise<DraftRow | undefined> {
  const [row] = await tx.query<DraftRow>(
    'SELECT revision, content_sealed AS sealed FROM draft WHERE ticket_id = $1 AND staff_id = $2',
    [ticketId, principal.staffId],
  );
  return row;
}

function emitDraftChanged(
  tx: Transaction,
  { staffId }: Principal,
  head: Pick<TicketHead, 'id' | 'accountId'>,
): void {
  tx.emit({ type: 'draft.changed', accountId: head.accountId, ticketId: head.id, staffId });
}

function bindingOf(ticketId: string, staffId: string): Binding {
  return `draft.content:${ticketId}/${staffId}`;
}
