import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ShiftNote, type ShiftNoteRequest, type ShiftNotes } from '../contract/bulletin.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { mayRead } from '../ticket/ticket.access.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';

/** How long what was done stays on the board. */
const HISTORY_MS = 7 * 86_400_000;

interface Row {
  readonly id: string;
  readonly accountId: string;
  readonly ticketId: string | null;
  readonly number: number | null;
  readonly assignedTo: string | null;
  readonly helpingAccountId: string | null;
  readonly wordsSealed: Buffer;
  readonly by: { readonly id: string; readonly displayName: string };
  readonly at: Date;
  readonly until: Date | null;
  readonly doneAt: Date | null;
  readonly doneBy: string | null;
  readonly readBy: string[];
  readonly isRead: boolean;
}

const SELECT = `
  SELECT shift_note.id, shift_note.account_id AS "accountId", ticket_id AS "ticketId", ticket.number,
    assigned_to AS "assignedTo", helping_account_id AS "helpingAccountId", words_sealed AS "wordsSealed",
    json_build_object('id', writer.id, 'displayName', writer.display_name) AS by, written_at AS at, until,
    done_at AS "doneAt", doer.display_name AS "doneBy",
    ARRAY(SELECT display_name FROM shift_note_reading JOIN staff ON staff.id = staff_id
      WHERE note_id = shift_note.id ORDER BY read_at, display_name) AS "readBy",
    written_by = $1 OR EXISTS (SELECT FROM shift_note_reading WHERE note_id = shift_note.id AND staff_id = $1) AS "isRead"
  FROM shift_note JOIN staff AS writer ON writer.id = written_by LEFT JOIN staff AS doer ON doer.id = done_by
    LEFT JOIN ticket ON ticket.id = ticket_id`;

const wordsSchema = z.object({ topic: z.string(), text: z.string() });

/** What one shift tells the next, for everybody of an account. */
@Injectable()
export class ShiftNoteService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async list(principal: Principal): Promise<ShiftNotes> {
    const accountIds = [...principal.memberships.keys()];
    return this.database.snapshot(async (tx) => ({
      open: await this.#views(
        tx,
        principal,
        await tx.query<Row>(
          `${SELECT} WHERE shift_note.account_id = ANY($2) AND done_at IS NULL ORDER BY written_at, shift_note.id`,
          [principal.staffId, accountIds],
        ),
      ),
      done: await this.#views(
        tx,
        principal,
        await tx.query<Row>(
          `${SELECT} WHERE shift_note.account_id = ANY($2) AND done_at > $3 ORDER BY done_at DESC, shift_note.id DESC`,
          [principal.staffId, accountIds, new Date(this.clock.now().getTime() - HISTORY_MS)],
        ),
      ),
    }));
  }

  /** Said twice with the same id, it is written once. @throws AppError account_not_found, ticket_not_found, client_id_reused */
  async write(principal: Principal, request: ShiftNoteRequest): Promise<void> {
    const { clientId: id, accountId, ticketNumber, topic, text, until } = request;
    if (!principal.memberships.has(accountId)) throw new AppError('account_not_found');
    await this.database.transaction(async (tx) => {
      const { key, ticketId } = await this.#about(tx, accountId, ticketNumber);
      const written = await tx.query(
        `INSERT INTO shift_note (id, account_id, ticket_id, words_sealed, written_by, written_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [
          id,
          accountId,
          ticketId,
          this.vault.sealJson(key, `shift_note.words:${id}`, { topic, text }),
          principal.staffId,
          this.clock.now(),
          until === null ? null : new Date(until),
        ],
      );
      if (written.length > 0) return tx.emit({ type: 'shift-note.changed', accountId });
      const own = await tx.query('SELECT FROM shift_note WHERE id = $1 AND written_by = $2', [
        id,
        principal.staffId,
      ]);
      if (own.length === 0) throw new AppError('client_id_reused', {}, 'clientId');
    });
  }

  /** @throws AppError not_found */
  async read(principal: Principal, id: string): Promise<void> {
    await this.#change(principal, id, (tx) =>
      tx.query(
        `INSERT INTO shift_note_reading (note_id, staff_id, read_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING staff_id`,
        [id, principal.staffId, this.clock.now()],
      ),
    );
  }

  /** Said twice, the first stays. @throws AppError not_found */
  async done(principal: Principal, id: string): Promise<void> {
    await this.#change(principal, id, (tx) =>
      tx.query(
        'UPDATE shift_note SET done_at = $2, done_by = $3 WHERE id = $1 AND done_at IS NULL RETURNING id',
        [id, this.clock.now(), principal.staffId],
      ),
    );
  }

  async #change(
    principal: Principal,
    id: string,
    change: (tx: Transaction) => Promise<unknown[]>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [note] = await tx.query<{ accountId: string }>(
        'SELECT account_id AS "accountId" FROM shift_note WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (note === undefined || !principal.memberships.has(note.accountId)) throw new AppError('not_found');
      const changed = await change(tx);
      if (changed.length > 0) tx.emit({ type: 'shift-note.changed', accountId: note.accountId });
    });
  }

  /** Words about a caller go with the caller's key. */
  async #about(
    tx: Queryable,
    accountId: string,
    ticketNumber: number | null,
  ): Promise<{ key: DataKey; ticketId: string | null }> {
    if (ticketNumber === null) return { key: (await this.accounts.get(accountId)).key, ticketId: null };
    const [ticket] = await tx.query<{ id: string; keyId: string }>(
      `SELECT ticket.id, caller.key_id AS "keyId" FROM ticket JOIN caller ON caller.id = caller_id
       WHERE ticket.account_id = $1 AND number = $2`,
      [accountId, ticketNumber],
    );
    const key =
      ticket === undefined ? undefined : (await this.keys.get(tx, [ticket.keyId])).get(ticket.keyId);
    if (ticket === undefined || key === undefined) throw new AppError('ticket_not_found', {}, 'ticketNumber');
    return { key, ticketId: ticket.id };
  }

  async #views(tx: Queryable, principal: Principal, rows: readonly Row[]): Promise<ShiftNote[]> {
    const words = await this.vault.openEachJson(
      tx,
      rows.map(({ id, wordsSealed }) => ({ binding: `shift_note.words:${id}` as const, bytes: wordsSealed })),
    );
    return rows.map((row, index) => {
      const opened = words[index];
      const { accountId, assignedTo, helpingAccountId, doneAt } = row;
      const isReadable = mayRead(principal, { accountId, assignedTo, helpingAccountId });
      return {
        id: row.id,
        accountId,
        ticket: row.number === null ? null : { id: isReadable ? row.ticketId : null, number: row.number },
        words: opened?.kind === 'opened' ? (wordsSchema.safeParse(opened.value).data ?? null) : null,
        by: row.by,
        at: row.at.toISOString(),
        until: row.until?.toISOString() ?? null,
        done: doneAt === null ? null : { by: row.doneBy ?? '', at: doneAt.toISOString() },
        readBy: row.readBy,
        isRead: row.isRead,
      };
    });
  }
}
