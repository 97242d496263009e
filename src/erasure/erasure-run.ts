import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { LineTaskQueue } from '../account/line-task.queue.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type Certificate, type ErasureCause, type ErasureCounts } from '../contract/erasure.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { tokyoDate } from '../opening-hours/tokyo.js';
import { KeyDestruction } from '../vault/key-destruction.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { renderTimeless } from '../waiting-list/text.js';
import { certify } from './certificate.js';
import { ERASURE_TIMER } from './erasure.service.js';
import { tellConsoles, ticketsOf } from './tell-consoles.js';

const DAY_MS = 86_400_000;
/** LINE may be away for so long and the caller still hears that it is done. */
const FAREWELL_MS = 2 * DAY_MS;

interface BegunRow {
  readonly id: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly alias: string;
  readonly cause: ErasureCause;
  readonly askedAt: Date;
  readonly decidedBy: string | null;
  readonly farewellSealed: Buffer | null;
  readonly farewellKeyId: string;
  readonly keyIds: string[];
}

/** Does what was begun: destroys the keys, then what lies about, and says so. Each step may be done again. */
@Injectable()
export class ErasureRun implements OnModuleInit {
  constructor(
    private readonly destruction: KeyDestruction,
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly timers: TimerService,
    private readonly tasks: LineTaskQueue,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.timers.handle(ERASURE_TIMER, (tx, id) => this.#finish(tx, id));
  }

  async #finish(tx: Transaction, id: string): Promise<void> {
    const [row] = await tx.query<BegunRow>(
      `SELECT erasure.id, erasure.account_id AS "accountId", erasure.caller_id AS "callerId", alias, cause,
         asked_at AS "askedAt", decided_by AS "decidedBy", farewell_sealed AS "farewellSealed",
         coalesce(farewell_key_id, account.key_id) AS "farewellKeyId", key_ids AS "keyIds"
       FROM erasure JOIN caller ON caller.id = erasure.caller_id JOIN account ON account.id = erasure.account_id
       WHERE erasure.id = $1 AND state = 'begun' FOR UPDATE OF erasure`,
      [id],
    );
    if (row === undefined) return;
    // For good, before anything says so. Whoever comes here again finds them gone, which changes nothing.
    await this.destruction.destroy(row.keyIds);
    const certificate = this.#certificate(row, await destroyRows(tx, row.callerId));
    await tx.query(
      `UPDATE erasure SET state = 'done', erased_at = $2, certificate = $3, farewell_sealed = NULL WHERE id = $1`,
      [id, certificate.erasedAt, JSON.stringify(certificate)],
    );
    await this.audit.record(tx, {
      act: 'caller.erased',
      actor: row.decidedBy ?? { kind: 'system' },
      accountId: row.accountId,
      callerId: row.callerId,
      subject: { kind: 'erasure', id },
      details: { cause: row.cause, hash: certificate.hash, ...certificate.destroyed },
    });
    await this.#sayDone(tx, row, certificate);
    // What was fetched since it began may have come with words.
    await tellConsoles(tx, { id: row.callerId, accountId: row.accountId });
  }

  #certificate(row: BegunRow, destroyed: ErasureCounts): Certificate {
    const erasedAt = this.clock.now();
    return certify({
      id: row.id,
      accountId: row.accountId,
      callerId: row.callerId,
      alias: row.alias,
      cause: row.cause,
      askedAt: row.askedAt.toISOString(),
      decidedBy: row.decidedBy,
      erasedAt: erasedAt.toISOString(),
      keyIds: row.keyIds.toSorted(),
      backupsUntil: new Date(erasedAt.getTime() + this.environment.KEY_BACKUP_DAYS * DAY_MS).toISOString(),
      destroyed,
    });
  }

  async #sayDone(tx: Transaction, row: BegunRow, { backupsUntil }: Certificate): Promise<void> {
    if (row.farewellSealed === null) return;
    const sealed = { binding: `erasure.farewell:${row.id}` as const, bytes: row.farewellSealed };
    const [userId] = await this.vault.openJson(tx, [sealed]);
    const key = (await this.keys.get(tx, [row.farewellKeyId])).get(row.farewellKeyId);
    if (typeof userId !== 'string' || key === undefined) return;
    const until = tokyoDate(new Date(backupsUntil));
    const text = renderTimeless(await this.accounts.get(row.accountId), 'erasure-done').replaceAll(
      '{until}',
      `${until.month}月${until.day}日`,
    );
    await this.tasks.add(tx, {
      accountId: row.accountId,
      kind: 'farewell',
      subject: row.id,
      key,
      payload: { userId, text, retryKey: row.id },
      expiresAt: new Date(Date.now() + FAREWELL_MS),
    });
  }
}

/** What is unreadable now, and needn't lie about. That there were tickets, and when, stays: the figures count them. */
async function destroyRows(tx: Transaction, callerId: string): Promise<ErasureCounts> {
  const tickets = await ticketsOf(tx, callerId);
  const [counted] = await tx.query<{ messages: number; media: number }>(
    `SELECT (SELECT count(*)::int FROM message WHERE ticket_id = ANY($1)) AS messages,
       (SELECT count(*)::int FROM media WHERE caller_id = $2) AS media`,
    [tickets, callerId],
  );
  // First, so that a download under way stores nothing more once its chunks are looked for.
  await tx.query(
    `UPDATE media SET state = 'gone', mime_type = NULL, bytes = NULL, chunk_bytes = NULL, name_sealed = NULL,
       leased_until = NULL WHERE caller_id = $1`,
    [callerId],
  );
  await tx.query('DELETE FROM media_chunk USING media WHERE media_id = media.id AND media.caller_id = $1', [
    callerId,
  ]);
  await tx.query('UPDATE message SET tokens_sealed = NULL WHERE ticket_id = ANY($1)', [tickets]);
  const drafts = await tx.query('DELETE FROM draft WHERE ticket_id = ANY($1) RETURNING ticket_id', [tickets]);
  const events = await tx.query('DELETE FROM inbound_event WHERE caller_id = $1 RETURNING id', [callerId]);
  await tx.query('DELETE FROM line_task WHERE subject = ANY($1)', [tickets]);
  return {
    tickets: tickets.length,
    messages: counted?.messages ?? 0,
    media: counted?.media ?? 0,
    drafts: drafts.length,
    events: events.length,
  };
}
