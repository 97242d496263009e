import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import {
  type DisclosureState,
  type DisclosureView,
  EXPORT_HOURS,
  type NewDisclosure,
} from '../contract/disclosure.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { AuditWriter } from './audit-writer.js';
import { assertOneOfTwo } from './one-of-two.js';

/** How many people have to agree. */
const APPROVALS = 2;

interface Row extends Pick<DisclosureView, 'id' | 'accountId' | 'askerKind' | 'basis' | 'state' | 'ticket'> {
  readonly receivedAt: Date;
  readonly askedSealed: Buffer;
  readonly outcomeSealed: Buffer | null;
  readonly recordedBy: DisclosureView['recordedBy'];
  readonly approvals: DisclosureView['approvals'];
  readonly ended: DisclosureView['recordedBy'] | null;
  readonly exports: DisclosureView['exports'];
}

interface Locked {
  readonly id: string;
  readonly accountId: string;
  readonly ticketId: string | null;
  readonly state: DisclosureState;
}

/**
 * The ledger of who asked for what callers said. Nothing is given before two different people have agreed, and each step
 * is an entry of the trace; a request is never taken out again.
 */
@Injectable()
export class DisclosureService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: KeyStore,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError account_not_found, ticket_not_found */
  async record(staffId: string, request: NewDisclosure): Promise<void> {
    const { accountId, ticketNumber, askerKind, basis, receivedAt, asker, asked } = request;
    await this.database.transaction(async (tx) => {
      const id = uuidv7();
      const key = await this.#key(tx, accountId);
      const ticketId = ticketNumber === null ? null : await ticketOf(tx, accountId, ticketNumber);
      await tx.query(
        `INSERT INTO disclosure (id, account_id, ticket_id, asker_kind, basis, received_at, asked_sealed, state,
           recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'recorded', $8, $9)`,
        [
          id,
          accountId,
          ticketId,
          askerKind,
          basis,
          new Date(receivedAt),
          this.vault.sealJson(key, `disclosure.asked:${id}`, { asker, asked }),
          staffId,
          this.clock.now(),
        ],
      );
      const head = { id, accountId, ticketId, state: 'recorded' } as const;
      await this.#trace(tx, staffId, 'disclosure.recorded', head, { askerKind, basis });
    });
  }

  /** @throws AppError disclosure_not_found, disclosure_over, disclosure_approved_already, not_vouched_for */
  async approve(staffId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await lock(tx, id);
      if (head.state !== 'recorded' && head.state !== 'first-approval') throw new AppError('disclosure_over');
      const before = await tx.query<{ staffId: string }>(
        'SELECT staff_id AS "staffId" FROM disclosure_approval WHERE disclosure_id = $1',
        [id],
      );
      const others = before.map((approval) => approval.staffId);
      await assertOneOfTwo(tx, staffId, others, 'disclosure_approved_already');
      await tx.query(
        'INSERT INTO disclosure_approval (disclosure_id, staff_id, approved_at) VALUES ($1, $2, $3)',
        [id, staffId, this.clock.now()],
      );
      const approval = others.length + 1;
      const state = approval >= APPROVALS ? 'approved' : 'first-approval';
      await tx.query('UPDATE disclosure SET state = $2 WHERE id = $1', [id, state]);
      await this.#trace(tx, staffId, 'disclosure.approved', head, { approval });
    });
  }

  /** @param words what was given, to whom and how @throws AppError disclosure_not_found, disclosure_over, disclosure_needs_two */
  async give(staffId: string, id: string, words: string): Promise<void> {
    await this.#end(staffId, id, 'given', words);
  }

  /** @param words why @throws AppError disclosure_not_found, disclosure_over, disclosure_file_left */
  async refuse(staffId: string, id: string, words: string): Promise<void> {
    await this.#end(staffId, id, 'refused', words);
  }

  /** @param accounts null for all of them */
  async list(accounts: readonly string[] | null): Promise<DisclosureView[]> {
    const rows = await this.database.query<Row>(SELECT_ALL, [accounts]);
    const asked = await this.#open(
      rows.map(({ id, askedSealed }) => [`disclosure.asked:${id}`, askedSealed]),
    );
    const ended = rows.filter(({ outcomeSealed }) => outcomeSealed !== null);
    const outcomes = await this.#open(
      ended.map(({ id, outcomeSealed }) => [`disclosure.outcome:${id}`, outcomeSealed as Buffer]),
    );
    const outcomeOf = new Map(ended.map(({ id }, index) => [id, outcomes[index]]));
    return rows.map(({ askedSealed: _asked, outcomeSealed: _outcome, ...row }, index) => {
      const words = asked[index] as { asker: string; asked: string } | undefined;
      return {
        ...row,
        receivedAt: row.receivedAt.toISOString(),
        asker: words?.asker ?? null,
        asked: words?.asked ?? null,
        recordedBy: signed(row.recordedBy),
        approvals: row.approvals.map(signed),
        ended:
          row.ended === null
            ? null
            : { ...signed(row.ended), words: (outcomeOf.get(row.id) as string | undefined) ?? null },
        exports: row.exports.map(signed),
        ...released(row, this.clock.now()),
      };
    });
  }

  async #end(staffId: string, id: string, state: 'given' | 'refused', words: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await lock(tx, id);
      if (head.state === 'given' || head.state === 'refused') throw new AppError('disclosure_over');
      if (state === 'given' && head.state !== 'approved') throw new AppError('disclosure_needs_two');
      if (state === 'refused') await assertNothingLeft(tx, id);
      const key = await this.#key(tx, head.accountId);
      await tx.query(
        `UPDATE disclosure SET state = $2, ended_by = $3, ended_at = $4, outcome_sealed = $5 WHERE id = $1`,
        [id, state, staffId, this.clock.now(), this.vault.sealJson(key, `disclosure.outcome:${id}`, words)],
      );
      await this.#trace(tx, staffId, `disclosure.${state}`, head);
    });
  }

  async #trace(
    tx: Transaction,
    staffId: string,
    act: 'disclosure.recorded' | 'disclosure.approved' | 'disclosure.given' | 'disclosure.refused',
    { id, accountId, ticketId }: Locked,
    details?: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    await this.audit.record(tx, {
      act,
      actor: staffId,
      accountId,
      ticketId,
      subject: { kind: 'disclosure', id },
      ...(details === undefined ? {} : { details }),
    });
  }

  async #key(tx: Queryable, accountId: string): Promise<DataKey> {
    const [account] = await tx.query<{ keyId: string }>(
      'SELECT key_id AS "keyId" FROM account WHERE id = $1',
      [accountId],
    );
    const key =
      account === undefined ? undefined : (await this.keys.get(tx, [account.keyId])).get(account.keyId);
    if (key === undefined) throw new AppError('account_not_found');
    return key;
  }

  async #open(sealed: readonly (readonly [`disclosure.${string}:${string}`, Buffer])[]): Promise<unknown[]> {
    const opened = await this.vault.openEachJson(
      this.database,
      sealed.map(([binding, bytes]) => ({ binding, bytes })),
    );
    return opened.map((each) => (each.kind === 'opened' ? each.value : undefined));
  }
}

const person = (table: string, at: string): string =>
  `json_build_object('id', ${table}.id, 'displayName', ${table}.display_name, 'at', ${at})`;

const SELECT_ALL = `
  SELECT disclosure.id, disclosure.account_id AS "accountId", asker_kind AS "askerKind", basis, disclosure.state,
    received_at AS "receivedAt", asked_sealed AS "askedSealed", outcome_sealed AS "outcomeSealed",
    CASE WHEN ticket.id IS NOT NULL THEN json_build_object('id', ticket.id, 'number', ticket.number) END AS ticket,
    ${person('recorder', 'recorded_at')} AS "recordedBy",
    CASE WHEN ender.id IS NOT NULL THEN ${person('ender', 'ended_at')} END AS ended,
    (SELECT coalesce(json_agg(${person('approver', 'approved_at')} ORDER BY approved_at), '[]')
      FROM disclosure_approval JOIN staff AS approver ON approver.id = staff_id
      WHERE disclosure_id = disclosure.id) AS approvals,
    (SELECT coalesce(json_agg(json_build_object('id', taker.id, 'displayName', taker.display_name, 'at', begun_at,
        'exportId', made.id, 'state', made.state, 'withNotes', with_notes, 'sha256', encode(sha256, 'hex'),
        'bytes', bytes) ORDER BY begun_at, made.id), '[]')
      FROM disclosure_export AS made JOIN staff AS taker ON taker.id = made.staff_id
      WHERE made.disclosure_id = disclosure.id) AS exports
  FROM disclosure JOIN staff AS recorder ON recorder.id = recorded_by LEFT JOIN staff AS ender ON ender.id = ended_by
    LEFT JOIN ticket ON ticket.id = ticket_id
  WHERE $1::varchar[] IS NULL OR disclosure.account_id = ANY($1)
  ORDER BY received_at DESC, disclosure.id DESC LIMIT 500`;

/** What two approvals allow, and for how long. */
function released(
  { state, approvals }: Pick<Row, 'state' | 'approvals'>,
  now: Date,
): Pick<DisclosureView, 'exportUntil' | 'isExportLate' | 'releasedBy'> {
  const last = approvals.at(-1);
  if (state !== 'approved' || last === undefined)
    return { exportUntil: null, isExportLate: false, releasedBy: null };
  const until = new Date(new Date(last.at).getTime() + EXPORT_HOURS * 3_600_000);
  return { exportUntil: until.toISOString(), isExportLate: until < now, releasedBy: last.id };
}

/** PostgreSQL's JSON writes instants with an offset. */
function signed<Signature extends { readonly at: string }>(signature: Signature): Signature {
  return { ...signature, at: new Date(signature.at).toISOString() };
}

async function lock(tx: Transaction, id: string): Promise<Locked> {
  const [head] = await tx.query<Locked>(
    `SELECT id, account_id AS "accountId", ticket_id AS "ticketId", state FROM disclosure WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (head === undefined) throw new AppError('disclosure_not_found');
  return head;
}

/** Of a file that was begun nobody knows that nothing of it left. @throws AppError disclosure_file_left */
async function assertNothingLeft(tx: Queryable, id: string): Promise<void> {
  const begun = await tx.query('SELECT FROM disclosure_export WHERE disclosure_id = $1 LIMIT 1', [id]);
  if (begun.length > 0) throw new AppError('disclosure_file_left');
}

/** Locks the caller: an erasure that begins at this moment sees the request, or has begun before it. */
async function ticketOf(tx: Queryable, accountId: string, number: number): Promise<string> {
  const [ticket] = await tx.query<{ id: string }>(
    `SELECT ticket.id FROM ticket JOIN caller ON caller.id = caller_id
     WHERE ticket.account_id = $1 AND number = $2 FOR KEY SHARE OF caller`,
    [accountId, number],
  );
  if (ticket === undefined) throw new AppError('ticket_not_found', {}, 'ticketNumber');
  return ticket.id;
}
