import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { type PasskeyView } from '../contract/sign-in.js';
import { Database, sqlState } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';
import { StaffKeys } from './staff-keys.js';

const UNIQUE_VIOLATION = '23505';

export interface NewPasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
}

export interface KnownPasskey extends NewPasskey {
  readonly id: string;
  readonly staffId: string;
  readonly active: boolean;
  readonly suspect: boolean;
}

/** The passkeys of people. */
@Injectable()
export class PasskeyRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: StaffKeys,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * @param sessionId in which it is added; none where it comes by a link
   * @throws AppError passkey_known, passkey_refused when that session was ended meanwhile
   */
  async add(
    tx: Transaction,
    staffId: string,
    name: string,
    passkey: NewPasskey,
    sessionId?: string,
  ): Promise<string> {
    const id = uuidv7();
    // This locks the person: a passkey that is found to be copied meanwhile takes this one along, or ends the session.
    const key = await this.keys.of(tx, staffId);
    const addedWith = sessionId === undefined ? null : await passkeyOf(tx, sessionId);
    try {
      await tx.query(
        `INSERT INTO passkey (id, staff_id, credential_id, public_key, counter, transports, synced, name_sealed, created_at,
           added_with)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), $9)`,
        [
          id,
          staffId,
          passkey.credentialId,
          passkey.publicKey,
          passkey.counter,
          passkey.transports,
          passkey.synced,
          this.vault.sealJson(key, `passkey.name:${id}`, name),
          addedWith,
        ],
      );
    } catch (error) {
      throw sqlState(error) === UNIQUE_VIOLATION ? new AppError('passkey_known') : error;
    }
    await this.audit.record(tx, {
      act: 'passkey.added',
      actor: staffId,
      subject: { kind: 'passkey', id },
      details: { synced: passkey.synced },
    });
    return id;
  }

  async find(credentialId: Buffer): Promise<KnownPasskey | undefined> {
    const [row] = await this.database.query<KnownPasskey>(
      `SELECT passkey.id, staff_id AS "staffId", credential_id AS "credentialId", public_key AS "publicKey", counter,
         transports, synced, suspect_at IS NOT NULL AS suspect, staff.active
       FROM passkey JOIN staff ON staff.id = passkey.staff_id WHERE credential_id = $1`,
      [credentialId],
    );
    return row;
  }

  async credentials(staffId: string): Promise<Pick<KnownPasskey, 'credentialId' | 'transports'>[]> {
    return this.database.query(
      `SELECT credential_id AS "credentialId", transports FROM passkey
       WHERE staff_id = $1 AND suspect_at IS NULL ORDER BY created_at`,
      [staffId],
    );
  }

  /**
   * Notes a use. An authenticator that counts must have counted on: else there are two of it.
   * @returns whether the count is believable
   */
  async used(id: string, counter: number, synced: boolean): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE passkey SET counter = $2, synced = $3, last_used_at = now()
       WHERE id = $1 AND suspect_at IS NULL AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING id`,
      [id, counter, synced],
    );
    return rows.length > 0;
  }

  /**
   * Shuts a passkey of which there may be two, ends its sessions, and shuts those that were added in its sessions: nobody
   * can tell which of the two did that.
   */
  async suspect(staffId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockOwner(tx, staffId);
      const shut = await tx.query<{ id: string }>(
        `WITH RECURSIVE copied AS (
           SELECT id FROM passkey WHERE id = $1
           UNION SELECT passkey.id FROM passkey JOIN copied ON added_with = copied.id
         )
         UPDATE passkey SET suspect_at = now()
         WHERE staff_id = $2 AND id IN (SELECT id FROM copied) AND suspect_at IS NULL RETURNING id`,
        [id, staffId],
      );
      const ended = await tx.query<{ passkeyId: string }>(
        'DELETE FROM session WHERE passkey_id = ANY($1) RETURNING passkey_id AS "passkeyId"',
        [shut.map((passkey) => passkey.id)],
      );
      for (const passkey of shut)
        await this.audit.record(tx, {
          act: 'passkey.suspect',
          actor: { kind: 'nobody', id: staffId },
          subject: { kind: 'passkey', id: passkey.id },
          details: {
            endedSessions: ended.filter(({ passkeyId }) => passkeyId === passkey.id).length,
            ...(passkey.id === id ? {} : { addedWith: id }),
          },
        });
    });
  }

  /** For a session that begins with it. @throws AppError passkey_refused when it was found to be copied meanwhile */
  async hold(tx: Transaction, staffId: string, id: string): Promise<void> {
    await lockOwner(tx, staffId);
    const held = await tx.query('SELECT id FROM passkey WHERE id = $1 AND suspect_at IS NULL', [id]);
    if (held.length === 0) throw new AppError('passkey_refused');
  }

  async list(staffId: string): Promise<PasskeyView[]> {
    const rows = await this.database.query<{
      id: string;
      nameSealed: Buffer;
      createdAt: Date;
      lastUsedAt: Date | null;
      synced: boolean;
      suspect: boolean;
    }>(
      `SELECT id, name_sealed AS "nameSealed", created_at AS "createdAt", last_used_at AS "lastUsedAt", synced,
         suspect_at IS NOT NULL AS suspect
       FROM passkey WHERE staff_id = $1 ORDER BY created_at, id`,
      [staffId],
    );
    const names = await this.vault.openEachJson(
      this.database,
      rows.map(({ id, nameSealed }) => ({ binding: `passkey.name:${id}` as const, bytes: nameSealed })),
    );
    return rows.map(({ id, createdAt, lastUsedAt, synced, suspect }, index) => {
      const name = names[index];
      return {
        id,
        name: name?.kind === 'opened' ? String(name.value) : '',
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
        synced,
        suspect,
      };
    });
  }

  /** @throws AppError passkey_not_found */
  async rename(staffId: string, id: string, name: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const key = await this.keys.of(tx, staffId);
      const renamed = await tx.query(
        'UPDATE passkey SET name_sealed = $3 WHERE staff_id = $1 AND id = $2 RETURNING id',
        [staffId, id, this.vault.sealJson(key, `passkey.name:${id}`, name)],
      );
      if (renamed.length === 0) throw new AppError('passkey_not_found');
    });
  }

  /**
   * Takes a passkey away, with the sessions that began with it.
   * @param keep the session in which this is done: it goes on
   * @throws AppError passkey_not_found
   */
  async remove(tx: Transaction, staffId: string, id: string, keep: string): Promise<void> {
    await tx.query('UPDATE session SET passkey_id = NULL WHERE id = $1 AND passkey_id = $2', [keep, id]);
    const removed = await tx.query('DELETE FROM passkey WHERE staff_id = $1 AND id = $2 RETURNING id', [
      staffId,
      id,
    ]);
    if (removed.length === 0) throw new AppError('passkey_not_found');
    await this.audit.record(tx, {
      act: 'passkey.removed',
      actor: staffId,
      subject: { kind: 'passkey', id },
    });
  }

  async removeAll(tx: Transaction, staffId: string): Promise<void> {
    const removed = await tx.query<{ id: string }>('DELETE FROM passkey WHERE staff_id = $1 RETURNING id', [
      staffId,
    ]);
    for (const { id } of removed)
      await this.audit.record(tx, {
        act: 'passkey.removed',
        actor: staffId,
        subject: { kind: 'passkey', id },
      });
  }
}

async function lockOwner(tx: Transaction, staffId: string): Promise<void> {
  await tx.query('SELECT id FROM staff WHERE id = $1 FOR UPDATE', [staffId]);
}

/** With which passkey a session began; null where it was none. @throws AppError passkey_refused when it is over */
async function passkeyOf(tx: Transaction, sessionId: string): Promise<string | null> {
  const [session] = await tx.query<{ passkeyId: string | null }>(
    'SELECT passkey_id AS "passkeyId" FROM session WHERE id = $1',
    [sessionId],
  );
  if (session === undefined) throw new AppError('passkey_refused');
  return session.passkeyId;
}
