import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { type Reading, unusualReadings } from '../../audit/unusual.js';
import { AppError } from '../../config/app-error.js';
import { Clock } from '../../config/clock.js';
import {
  auditActNames,
  auditActs,
  type AuditAct,
  type AuditActorKind,
  openReasons,
} from '../../contract/audit.js';
import {
  AUDIT_PAGE,
  type AuditChoices,
  type AuditEntryView,
  type AuditPage,
  type AuditQuery,
  type AuditReason,
  type UnusualView,
} from '../../contract/audit-view.js';
import { Database } from '../../database/database.service.js';
import { type Queryable } from '../../database/transaction.js';
import { type Opened, Vault } from '../../vault/vault.service.js';

interface EntryRow {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
  readonly act: AuditAct;
  readonly actorKind: AuditActorKind;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly accountId: string | null;
  readonly ticketId: string | null;
  readonly number: number | null;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly network: string | null;
  readonly session: string | null;
  readonly whySealed: Buffer | null;
  readonly details: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

interface ClosedReason {
  readonly entry: {
    readonly accountId: string | null;
    readonly ticketId: string | null;
    readonly callerId: string | null;
  };
  readonly open: () => Promise<AuditReason['why']>;
}

/** Of which accounts somebody may see the trace. What concerns no account is for who may see all. */
type Scope = readonly string[] | 'all';

function accountsIn(scope: Scope): readonly string[] | null {
  return scope === 'all' ? null : scope;
}

const SELECT_ENTRIES = `
  SELECT seq, audit_entry.id, at, act, actor_kind AS "actorKind", actor_id AS "actorId",
    actor.display_name AS "actorName", audit_entry.account_id AS "accountId", ticket_id AS "ticketId", number,
    subject_kind AS "subjectKind", subject_id AS "subjectId", subject.display_name AS "subjectName",
    from_network AS network, from_session AS session, why_sealed AS "whySealed", details,
    value_before AS before, value_after AS after
  FROM audit_entry LEFT JOIN staff AS actor ON actor.id = actor_id LEFT JOIN ticket ON ticket.id = ticket_id
    LEFT JOIN staff AS subject ON subject_kind = 'staff' AND subject.id::text = subject_id`;

/** The trace as an auditor reads it. */
@Injectable()
export class AuditReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async page(query: AuditQuery, scope: Scope): Promise<AuditPage> {
    const { where, values } = conditions(query, scope, await this.#tickets(query));
    // Only what was asked for is in the statement, so that PostgreSQL can take the index that fits.
    const rows = await this.database.query<EntryRow>(
      `${SELECT_ENTRIES} ${where} ORDER BY seq DESC LIMIT ${AUDIT_PAGE + 1}`,
      values,
    );
    const shown = rows.slice(0, AUDIT_PAGE);
    const next = rows.length > AUDIT_PAGE ? (shown.at(-1)?.seq ?? null) : null;
    return { entries: await this.#entries(this.database, shown), next };
  }

  /** Of one entry: what it is about, and how to open its reason. @throws AppError not_found */
  async reason(seq: number, scope: Scope): Promise<ClosedReason> {
    const [found] = await this.database.query<ClosedReason['entry'] & { id: string; bytes: Buffer }>(
      `SELECT id, why_sealed AS bytes, account_id AS "accountId", ticket_id AS "ticketId", caller_id AS "callerId"
       FROM audit_entry WHERE seq = $1 AND why_sealed IS NOT NULL
         AND ($2::varchar[] IS NULL OR account_id = ANY($2))`,
      [seq, accountsIn(scope)],
    );
    if (found === undefined) throw new AppError('not_found');
    const { id, bytes, ...entry } = found;
    return {
      entry,
      open: async () => {
        const sealed = { binding: `audit_entry.why:${id}` as const, bytes };
        const [opened] = await this.vault.openEachJson(this.database, [sealed]);
        return reasonOf(opened);
      },
    };
  }

  /** Each account counts its own tickets: one number may be several. */
  async ticketIds(number: number, accountId: string | undefined): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM ticket WHERE number = $1 AND coalesce(account_id = $2, true)',
      [number, accountId ?? null],
    );
    return rows.map(({ id }) => id);
  }

  async choices(scope: Scope): Promise<AuditChoices> {
    const people = await this.database.query<AuditChoices['people'][number]>(
      `SELECT id, display_name AS "displayName", login FROM staff
       WHERE $1::varchar[] IS NULL
         OR EXISTS (SELECT FROM membership WHERE staff_id = staff.id AND account_id = ANY($1))
       ORDER BY active DESC, display_name, login`,
      [accountsIn(scope)],
    );
    const accounts = this.accounts.all().filter(({ id }) => scope === 'all' || scope.includes(id));
    return { people, accounts: accounts.map(({ id, name }) => ({ id, name })) };
  }

  async unusual(days: number, scope: Scope): Promise<UnusualView> {
    const since = new Date(this.clock.now().getTime() - days * 86_400_000);
    const rows = await this.database.query<Reading & { readonly displayName: string }>(
      `SELECT actor_id AS "staffId", ticket_id AS "ticketId", at, display_name AS "displayName", CASE act WHEN 'break-glass.used'
         THEN 'break-glass' WHEN 'caller.unmasked' THEN 'unmasking' END AS exception
       FROM audit_entry JOIN staff ON staff.id = actor_id
       WHERE act IN ('ticket.read', 'media.read', 'ticket.watched', 'ticket.found', 'reason.read',
         'consultation.exported', 'break-glass.used', 'caller.unmasked') AND at >= $1 AND ticket_id IS NOT NULL
         AND ($2::varchar[] IS NULL OR audit_entry.account_id = ANY($2))
         AND coalesce(details::jsonb ->> 'as', '') <> 'counselor' ORDER BY at, seq`,
      [since, accountsIn(scope)],
    );
    const names = new Map(rows.map(({ staffId, displayName }) => [staffId, displayName]));
    const items = unusualReadings(rows).map(({ kind, staffId, from, until, tickets }) => ({
      kind,
      person: { id: staffId, displayName: names.get(staffId) ?? '' },
      from: from.toISOString(),
      until: until.toISOString(),
      tickets,
    }));
    return { since: since.toISOString(), items };
  }

  async #tickets({ ticketNumber, account }: AuditQuery): Promise<string[] | undefined> {
    return ticketNumber === undefined ? undefined : this.ticketIds(ticketNumber, account);
  }

  async #entries(tx: Queryable, rows: readonly EntryRow[]): Promise<AuditEntryView[]> {
    const sealed = rows.flatMap(({ id, act, whySealed }) =>
      whySealed === null || !openReasons.includes(act)
        ? []
        : { id, binding: `audit_entry.why:${id}` as const, bytes: whySealed },
    );
    const opened = await this.vault.openEachJson(tx, sealed);
    const words = new Map(sealed.map(({ id }, index) => [id, opened[index]]));
    return rows.map((row) => entryView(row, words.get(row.id)));
  }
}

function conditions(
  { before, person, account, act, group, from, until }: AuditQuery,
  scope: Scope,
  tickets: readonly string[] | undefined,
): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (value: unknown, part: (place: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    parts.push(part(`$${values.length}`));
  };
  add(accountsIn(scope) ?? undefined, (place) => `audit_entry.account_id = ANY(${place}::varchar[])`);
  add(before, (place) => `seq < ${place}`);
  add(person, (place) => `actor_id = ${place}`);
  add(tickets, (place) => `ticket_id = ANY(${place}::uuid[])`);
  add(account, (place) => `audit_entry.account_id = ${place}`);
  add(act, (place) => `act = ${place}`);
  add(
    group === undefined ? undefined : auditActNames.filter((name) => auditActs[name].group === group),
    (place) => `act = ANY(${place}::varchar[])`,
  );
  add(from, (place) => `at >= ${place}`);
  add(until, (place) => `at < ${place}`);
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

function entryView(row: EntryRow, words: Opened | undefined): AuditEntryView {
  const { seq, at, act, actorKind, actorId, actorName, accountId, ticketId, number, network, session } = row;
  const { subjectKind, subjectId, subjectName } = row;
  return {
    seq,
    at: at.toISOString(),
    act,
    actor: {
      kind: actorKind,
      person: actorId === null ? null : { id: actorId, displayName: actorName ?? '' },
    },
    accountId,
    ticket: ticketId === null ? null : { id: ticketId, number },
    subject:
      subjectKind === null || subjectId === null
        ? null
        : { kind: subjectKind, id: subjectId, name: subjectName },
    network,
    session,
    why: row.whySealed === null ? null : openReasons.includes(act) ? reasonOf(words) : 'closed',
    details: row.details === null ? {} : (JSON.parse(row.details) as AuditEntryView['details']),
    changes: changesOf(row),
  };
}

function reasonOf(opened: Opened | undefined): AuditReason['why'] {
  if (opened === undefined) return 'damaged';
  return opened.kind === 'opened' ? { words: String(opened.value) } : opened.kind;
}

function changesOf({ before, after }: EntryRow): AuditEntryView['changes'] {
  if (before === null || after === null) return [];
  const old = JSON.parse(before) as Record<string, unknown>;
  const now = JSON.parse(after) as Record<string, unknown>;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted().map((name) => ({
    name,
    ...(name in old ? { before: old[name] } : {}),
    ...(name in now ? { after: now[name] } : {}),
  }));
}
