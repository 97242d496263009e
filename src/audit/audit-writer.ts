import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../config/clock.js';
import { type AuditAct, type AuditActorKind } from '../contract/audit.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { currentOrigin } from './origin.js';
import { type SettingsChange } from './settings-change.js';

/** A person's id; or who acts without being one. */
export type AuditActor = string | { readonly kind: Exclude<AuditActorKind, 'staff'>; readonly id?: string };

export interface NewAuditEntry {
  readonly act: AuditAct;
  readonly actor: AuditActor;
  readonly accountId?: string | null;
  readonly ticketId?: string | null;
  readonly callerId?: string | null;
  /** What else it was done to. */
  readonly subject?: { readonly kind: string; readonly id: string };
  /** Words, sealed under this key, or one beside it: the caller's where it is about one, so that erasing takes them along. */
  readonly why?: { readonly words: string; readonly keyId: string };
  /** Ids, kinds and counts; never anybody's words. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** From `settingsChange`, which masks secrets. */
  readonly change?: SettingsChange;
}

/** Any fixed number: the first half of the locks by which a reading is written down once. */
const READING_LOCK = 7_160_523;
/** Reading on and on is one reading. */
const READING_MS = 10 * 60_000;
const REMEMBERED_READINGS = 20_000;

/**
 * Writes the trace. An entry is committed with the act that it tells of, or neither is. It is the last statement of its
 * transaction: the end of the chain is one row for the whole installation, and nobody may hold it for long.
 */
@Injectable()
export class AuditWriter {
  /** When this process last saw a reading written down: most needn't ask the database again. */
  readonly #readings = new LRUCache<string, number>({ max: REMEMBERED_READINGS });

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  async record(tx: Transaction, entry: NewAuditEntry): Promise<void> {
    const id = uuidv7();
    const values = rowOf(id, this.clock.now(), entry, await this.#sealed(tx, id, entry));
    tx.last(async (last) => {
      await last.query(INSERT, values);
    });
  }

  /** An act that changes nothing else: something was refused, or shown. */
  async note(entry: NewAuditEntry): Promise<void> {
    await this.database.transaction((tx) => this.record(tx, entry));
  }

  /**
   * A person has read something: once per person, act, ticket, subject and as what (`details.as`) in ten minutes. It is
   * committed when this resolves, so that nothing is shown of which no trace is left.
   */
  async noteReading(entry: NewAuditEntry & { readonly actor: string }): Promise<void> {
    const { act, actor, ticketId, subject, details } = entry;
    // Reading by exception is another reading than one's right a moment before.
    const as = details?.['as'] ?? null;
    const name = [actor, act, ticketId ?? '', subject?.kind ?? '', subject?.id ?? '', as ?? ''].join(' ');
    if (this.#isRecent(this.#readings.get(name))) return;
    const at = await this.database.transaction(async (tx) => {
      // Two windows that open the same talk at once are one reading.
      await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [READING_LOCK, name]);
      const now = this.clock.now();
      const [last] = await tx.query<{ at: Date }>(LAST_READING, [
        actor,
        act,
        ticketId ?? null,
        subject?.kind ?? null,
        subject?.id ?? null,
        new Date(now.getTime() - READING_MS),
        now,
        as,
      ]);
      if (last !== undefined) return last.at;
      await this.record(tx, entry);
      return now;
    });
    this.#readings.set(name, at.getTime());
  }

  /** A demo's clock may go back: what lies in the future was another reading. */
  #isRecent(at: number | undefined): boolean {
    if (at === undefined) return false;
    const age = this.clock.now().getTime() - at;
    return age >= 0 && age < READING_MS;
  }

  /** What is about a caller has a key of its own beside theirs: its bytes stay for good, and theirs may be replaced. */
  async #sealed(tx: Queryable, id: string, { why, accountId }: NewAuditEntry): Promise<Buffer | null> {
    if (why === undefined || why.words === '') return null;
    const own = accountId ? await this.keys.createBeside(why.keyId, accountId) : undefined;
    const key = own ?? (await this.keys.get(tx, [why.keyId])).get(why.keyId);
    // Who was erased meanwhile: the act stays, its words have nowhere to be.
    return key === undefined ? null : this.vault.sealJson(key, `audit_entry.why:${id}`, why.words);
  }
}

const LAST_READING = `
  SELECT at FROM audit_entry
  WHERE actor_id = $1 AND act = $2 AND ticket_id IS NOT DISTINCT FROM $3::uuid
    AND subject_kind IS NOT DISTINCT FROM $4::varchar AND subject_id IS NOT DISTINCT FROM $5::varchar
    AND at > $6 AND at <= $7 AND details::jsonb ->> 'as' IS NOT DISTINCT FROM $8::varchar
  ORDER BY at DESC LIMIT 1`;

const INSERT = `
  INSERT INTO audit_entry (id, at, actor_kind, actor_id, act, account_id, ticket_id, caller_id, subject_kind,
    subject_id, from_network, from_session, why_sealed, details, value_before, value_after)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

/** Writes an entry from a command line, which has neither the server nor its keys. */
export function recordByCommand(
  tx: Transaction,
  at: Date,
  entry: Omit<NewAuditEntry, 'why' | 'actor'>,
): void {
  const values = rowOf(uuidv7(), at, { ...entry, actor: { kind: 'command' } }, null);
  tx.last(async (last) => {
    await last.query(INSERT, values);
  });
}

function rowOf(id: string, at: Date, entry: NewAuditEntry, whySealed: Buffer | null): unknown[] {
  const { act, actor, accountId, ticketId, callerId, subject, details, change } = entry;
  const { network, session } = currentOrigin();
  const who = typeof actor === 'string' ? { kind: 'staff', id: actor } : actor;
  return [
    id,
    at,
    who.kind,
    who.id ?? null,
    act,
    accountId ?? null,
    ticketId ?? null,
    callerId ?? null,
    subject?.kind ?? null,
    subject?.id ?? null,
    network,
    session,
    whySealed,
    details === undefined ? null : JSON.stringify(details),
    change === undefined ? null : JSON.stringify(change.before),
    change === undefined ? null : JSON.stringify(change.after),
  ];
}
