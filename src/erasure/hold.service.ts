import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { Database } from '../database/database.service.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';

/** Holds: what somebody said must not be erased for now, whoever asks. */
@Injectable()
export class HoldService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError caller_erased */
  async set(callerId: string, staffId: string, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [caller] = await tx.query<{ accountId: string; keyId: string }>(
        `SELECT account_id AS "accountId", key_id AS "keyId" FROM caller
         WHERE id = $1 AND erased_at IS NULL FOR UPDATE`,
        [callerId],
      );
      const key = caller && (await this.keys.get(tx, [caller.keyId])).get(caller.keyId);
      if (caller === undefined || key === undefined) throw new AppError('caller_erased');
      await tx.query(
        `INSERT INTO legal_hold (caller_id, reason_sealed, set_by, set_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (caller_id) DO UPDATE SET reason_sealed = $2, set_by = $3, set_at = $4`,
        [
          callerId,
          this.vault.sealJson(key, `legal_hold.reason:${callerId}`, reason),
          staffId,
          this.clock.now(),
        ],
      );
      const { accountId, keyId } = caller;
      await this.audit.record(tx, {
        act: 'hold.set',
        actor: staffId,
        accountId,
        callerId,
        why: { words: reason, keyId },
      });
      tx.emit({ type: 'account.changed', accountId });
    });
  }

  async release(callerId: string, staffId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [gone] = await tx.query<{ accountId: string }>(
        `DELETE FROM legal_hold USING caller WHERE caller.id = caller_id AND caller_id = $1
         RETURNING caller.account_id AS "accountId"`,
        [callerId],
      );
      if (gone === undefined) return;
      await this.audit.record(tx, {
        act: 'hold.released',
        actor: staffId,
        accountId: gone.accountId,
        callerId,
      });
      tx.emit({ type: 'account.changed', accountId: gone.accountId });
    });
  }
}
