import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { GLASS_MINUTES } from '../contract/break-glass.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Principal, type SignedIn } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { pastReaders } from './past-access.js';
import { actIn } from './ticket-trace.js';
import { accessTicket, mayRead, type TicketHead } from './ticket.access.js';

const END = 'glass-end';

interface GlassRow {
  readonly id: string;
  readonly ticketId: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly staffId: string;
}

/** Reading what isn't one's own, when somebody's need leaves no other way: with a reason, for a while, and never unnoticed. */
@Injectable()
export class BreakGlassService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(END, async (tx, id) => {
      await this.#end(tx, id);
    });
  }

  /**
   * Opens a ticket of the person's own account to be read in this session. One that they have open already stays as it is.
   * @throws AppError ticket_not_found, not_permitted, glass_not_needed, ticket_not_taken, caller_erased
   */
  async break(principal: SignedIn, ticketId: string, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      // Of the ticket's own account: whom it is only offered to learns its words by accepting it.
      if (!principal.memberships.has(head.accountId)) throw new AppError('not_permitted');
      if (await needsNoGlass(tx, principal, head)) throw new AppError('glass_not_needed');
      if (head.state === 'waiting') throw new AppError('ticket_not_taken');
      await assertNotErased(tx, head.callerId);
      const now = this.clock.now();
      // A timer that is late keeps nobody from asking again.
      const late = await tx.query<{ id: string }>(
        'SELECT id FROM broken_glass WHERE ticket_id = $1 AND session_id = $2 AND ended_at IS NULL AND ends_at <= $3',
        [ticketId, principal.sessionId, now],
      );
      for (const { id } of late) await this.#end(tx, id);
      await this.#open(tx, principal, head, reason, now);
    });
  }

  async #open(
    tx: Transaction,
    principal: SignedIn,
    head: TicketHead,
    reason: string,
    now: Date,
  ): Promise<void> {
    const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
    if (key === undefined) throw new AppError('ticket_not_found');
    const id = uuidv7();
    const endsAt = new Date(now.getTime() + GLASS_MINUTES * 60_000);
    const opened = await tx.query(
      `INSERT INTO broken_glass (id, ticket_id, account_id, staff_id, session_id, counselor_id, reason_sealed, opened_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (ticket_id, session_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [
        id,
        head.id,
        head.accountId,
        principal.staffId,
        principal.sessionId,
        head.assignedTo,
        this.vault.sealJson(key, `broken_glass.reason:${id}`, reason),
        now,
        endsAt,
      ],
    );
    if (opened.length === 0) return;
    await this.timers.schedule(tx, END, id, endsAt);
    emitGlassChanged(tx, { accountId: head.accountId, ticketId: head.id, staffId: principal.staffId });
    await this.audit.record(tx, {
      act: 'break-glass.used',
      ...actIn(principal, head),
      why: { words: reason, keyId: head.keyId },
      details: { minutes: GLASS_MINUTES, state: head.state },
    });
  }

  /** Before its time: by its reader, or by a supervisor who doesn't want it. @throws AppError glass_not_found */
  async end(principal: Principal, glassId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const glass = await find(tx, glassId);
      const mayEnd = glass?.staffId === principal.staffId || supervisesGlass(principal, glass);
      if (glass === undefined || !mayEnd) throw new AppError('glass_not_found');
      if (await this.#end(tx, glassId)) await this.#trace(tx, principal, glass, 'break-glass.ended');
    });
  }

  /** A supervisor of its account, another than its reader, has looked into it. @throws AppError glass_not_found */
  async seen(principal: Principal, glassId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const glass = await find(tx, glassId);
      const mayLook = glass?.staffId !== principal.staffId && supervisesGlass(principal, glass);
      if (glass === undefined || !mayLook) throw new AppError('glass_not_found');
      const seen = await tx.query(
        'UPDATE broken_glass SET seen_at = $2, seen_by = $3 WHERE id = $1 AND seen_at IS NULL RETURNING id',
        [glassId, this.clock.now(), principal.staffId],
      );
      if (seen.length === 0) return;
      emitGlassChanged(tx, glass);
      await this.#trace(tx, principal, glass, 'break-glass.seen');
    });
  }

  /** @returns whether it was still broken */
  async #end(tx: Transaction, glassId: string): Promise<boolean> {
    const [ended] = await tx.query<{ accountId: string; ticketId: string; staffId: string }>(
      `UPDATE broken_glass SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL
       RETURNING account_id AS "accountId", ticket_id AS "ticketId", staff_id AS "staffId"`,
      [glassId, this.clock.now()],
    );
    if (ended !== undefined) emitGlassChanged(tx, ended);
    return ended !== undefined;
  }

  async #trace(
    tx: Transaction,
    { staffId }: Principal,
    { accountId, ticketId, callerId, staffId: readerId }: GlassRow,
    act: 'break-glass.ended' | 'break-glass.seen',
  ): Promise<void> {
    const subject = { kind: 'staff', id: readerId };
    await this.audit.record(tx, { act, actor: staffId, accountId, ticketId, callerId, subject });
  }
}

/** Whether somebody may read it anyway. */
export async function needsNoGlass(
  tx: Queryable,
  principal: Principal,
  head: Pick<TicketHead, 'id' | 'accountId' | 'helpingAccountId' | 'assignedTo'>,
): Promise<boolean> {
  return mayRead(principal, head) || (await pastReaders(tx, [head.id])).get(head.id) === principal.staffId;
}

/**
 * Under the lock that an erasure takes: one that has begun leaves nothing to be opened, and one that begins meanwhile
 * waits, and finds that somebody has broken the glass.
 * @throws AppError caller_erased
 */
async function assertNotErased(tx: Transaction, callerId: string): Promise<void> {
  const [caller] = await tx.query<{ erasedAt: Date | null }>(
    'SELECT erased_at AS "erasedAt" FROM caller WHERE id = $1 FOR KEY SHARE',
    [callerId],
  );
  if (caller?.erasedAt !== null) throw new AppError('caller_erased');
}

function supervisesGlass(principal: Principal, glass: GlassRow | undefined): boolean {
  return glass !== undefined && principal.memberships.get(glass.accountId) === 'supervisor';
}

async function find(tx: Queryable, glassId: string): Promise<GlassRow | undefined> {
  const [row] = await tx.query<GlassRow>(
    `SELECT broken_glass.id, ticket_id AS "ticketId", broken_glass.account_id AS "accountId",
       caller_id AS "callerId", staff_id AS "staffId"
     FROM broken_glass JOIN ticket ON ticket.id = ticket_id WHERE broken_glass.id = $1`,
    [glassId],
  );
  return row;
}

function emitGlassChanged(
  tx: Transaction,
  { accountId, ticketId, staffId }: Pick<GlassRow, 'accountId' | 'ticketId' | 'staffId'>,
): void {
  tx.emit({ type: 'glass.changed', accountId, ticketId, staffId });
}
