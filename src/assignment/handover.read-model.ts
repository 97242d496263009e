import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { type Handover, type HandoversView, type TransferTargetsView } from '../contract/assignment.js';
import { type Profession, professions } from '../contract/standing.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { actIn, readsAs } from '../ticket/ticket-trace.js';
import { accessTicket, mayRead, type TicketHead } from '../ticket/ticket.access.js';
import { type NamedAccount, namedAccount, transferTarget } from '../ticket/ticket.summary.js';
import { type Opened, Vault } from '../vault/vault.service.js';
import { LoadReadModel } from './load.read-model.js';
import { isAddressed, lookingAccount } from './transfer-target.js';

interface Person {
  readonly id: string;
  readonly displayName: string;
}

interface HandoverRow {
  readonly id: string;
  readonly giver: Person;
  readonly toStaff: Person | null;
  readonly toProfession: Profession | null;
  readonly toAccount: NamedAccount | null;
  readonly state: Handover['state'];
  readonly kind: Handover['kind'];
  readonly mover: Person | null;
  readonly noteSealed: Buffer;
  readonly madeAt: Date;
  readonly answerer: Person | null;
  readonly answeredAt: Date | null;
  readonly reasonSealed: Buffer | null;
}

function person(table: string): string {
  return `CASE WHEN ${table}.id IS NOT NULL
    THEN json_build_object('id', ${table}.id, 'displayName', ${table}.display_name) END`;
}

/** To whom tickets were handed over, with what was said, and to whom one could be. */
@Injectable()
export class HandoverReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly loads: LoadReadModel,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
  ) {}

  /** For whoever may read the ticket, and for whom it is being handed over to. @throws AppError ticket_not_found, not_permitted */
  async handovers(principal: Principal, ticketId: string): Promise<HandoversView> {
    const { head, view } = await this.#handovers(principal, ticketId);
    // Committed before the words are given out.
    if (view.handovers.length > 0) {
      const as = mayRead(principal, head) ? readsAs(principal, head) : 'addressed';
      await this.audit.noteReading({ act: 'ticket.read', ...actIn(principal, head), details: { as } });
    }
    return view;
  }

  #handovers(
    principal: Principal,
    ticketId: string,
  ): Promise<{ readonly head: TicketHead; readonly view: HandoversView }> {
    return this.database.snapshot(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'take', 'no-lock');
      if (!mayRead(principal, head) && !(await isAddressed(tx, principal, head)))
        throw new AppError('not_permitted');
      const rows = await tx.query<HandoverRow>(
        `SELECT handover.id, ${person('giver')} AS giver, ${person('receiver')} AS "toStaff",
           to_profession AS "toProfession", ${namedAccount('taker')} AS "toAccount", state, kind,
           ${person('mover')} AS mover, note_sealed AS "noteSealed",
           made_at AS "madeAt", ${person('answerer')} AS answerer, answered_at AS "answeredAt",
           decline_reason_sealed AS "reasonSealed"
         FROM handover JOIN staff AS giver ON giver.id = from_staff_id LEFT JOIN staff AS receiver ON receiver.id = to_staff_id
           LEFT JOIN staff AS answerer ON answerer.id = answered_by LEFT JOIN account AS taker ON taker.id = to_account_id
           LEFT JOIN staff AS mover ON mover.id = moved_by
         WHERE ticket_id = $1 ORDER BY made_at DESC, handover.id DESC`,
        [ticketId],
      );
      return { head, view: { handovers: await this.#open(tx, rows) } };
    });
  }

  /** @throws AppError ticket_not_found, not_permitted */
  async targets(principal: Principal, ticketId: string): Promise<TransferTargetsView> {
    return this.database.snapshot(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
      const own = lookingAccount(head);
      const people = (await this.loads.loads(tx, { accountIds: [own] }))
        .filter(({ staffId }) => staffId !== head.assignedTo)
        // Whose replies are looked at is no business of their colleagues'.
        .map((load) => ({ ...load, approvalAccountIds: [] }));
      const staffed = await tx.query<{ id: string }>(
        `SELECT DISTINCT account_id AS id FROM membership JOIN staff ON staff.id = membership.staff_id
         WHERE active AND account_id <> $1 AND staff_id IS DISTINCT FROM $2 ORDER BY account_id`,
        [own, head.assignedTo],
      );
      return {
        people,
        professions: professions.filter((one) => people.some((load) => load.professions.includes(one))),
        accounts: staffed.flatMap(({ id }) => {
          const account = this.accounts.find(id);
          return account === undefined ? [] : { id, name: account.name };
        }),
      };
    });
  }

  async #open(tx: Queryable, rows: readonly HandoverRow[]): Promise<Handover[]> {
    const notes = await this.vault.openEachJson(
      tx,
      rows.map((row) => ({ binding: `handover.note:${row.id}` as const, bytes: row.noteSealed })),
    );
    const declined = rows.flatMap(({ id, reasonSealed }) =>
      reasonSealed === null
        ? []
        : { id, binding: `handover.decline_reason:${id}` as const, bytes: reasonSealed },
    );
    const opened = await this.vault.openEachJson(tx, declined);
    const reasons = new Map(declined.map(({ id }, index) => [id, wordsOf(opened[index])]));
    return rows.map((row, index) => ({
      id: row.id,
      kind: row.state === 'returned' ? 'return' : row.kind,
      movedBy: row.mover,
      from: row.giver,
      to: transferTarget(row.toStaff, row.toProfession, row.toAccount),
      state: row.state,
      note: wordsOf(notes[index]),
      at: row.madeAt.toISOString(),
      answeredBy: row.answerer,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      declineReason: reasons.get(row.id) ?? null,
    }));
  }
}

function wordsOf(opened: Opened | undefined): string | null {
  return opened?.kind === 'opened' ? String(opened.value) : null;
}
