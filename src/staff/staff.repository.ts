import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type MembershipRole } from '../contract/permission.js';
import { type Profession } from '../contract/standing.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { hashPassword, passwordMatches } from './password.js';

export interface StaffSettings {
  readonly login: string;
  readonly displayName: string;
  readonly password: string;
  readonly administrator: boolean;
  readonly capacity: number;
  readonly professions: readonly Profession[];
  readonly languages: readonly string[];
  readonly memberships: Readonly<Record<string, MembershipRole>>;
}

export interface PreparedStaff {
  readonly settings: StaffSettings;
  readonly passwordHash: string;
}

/** Writes staff. */
@Injectable()
export class StaffRepository {
  /** Hashes a password, which takes its time: before the transaction, so that nobody waits for its locks. */
  async prepare(db: Queryable, settings: StaffSettings): Promise<PreparedStaff> {
    const [existing] = await db.query<{ passwordHash: string }>(
      'SELECT password_hash AS "passwordHash" FROM staff WHERE login = $1',
      [settings.login],
    );
    // An unchanged password keeps its hash, so that applying the same file again changes nothing.
    const unchanged =
      existing !== undefined && (await passwordMatches(existing.passwordHash, settings.password));
    return {
      settings,
      passwordHash: unchanged ? existing.passwordHash : await hashPassword(settings.password),
    };
  }

  /** Makes a person, or brings an existing one (by login) to these settings. */
  async save(tx: Transaction, { settings, passwordHash }: PreparedStaff): Promise<void> {
    const [existing] = await tx.query<{ id: string; passwordHash: string }>(
      'SELECT id, password_hash AS "passwordHash" FROM staff WHERE login = $1 FOR UPDATE',
      [settings.login],
    );
    const id = existing?.id ?? uuidv7();
    const unchanged = existing?.passwordHash === passwordHash;
    await tx.query(
      `INSERT INTO staff (id, login, display_name, password_hash, administrator, capacity, active, professions, languages)
       VALUES ($1, $2, $3, $4, $5, $6, true, $7, $8)
       ON CONFLICT (id) DO UPDATE SET display_name = $3, password_hash = $4, administrator = $5, capacity = $6,
         active = true, professions = $7, languages = $8`,
      [
        id,
        settings.login,
        settings.displayName,
        passwordHash,
        settings.administrator,
        settings.capacity,
        settings.professions,
        settings.languages,
      ],
    );
    await tx.query('DELETE FROM membership WHERE staff_id = $1', [id]);
    await tx.query(
      `INSERT INTO membership (staff_id, account_id, role)
       SELECT $1, given.account_id, given.role FROM unnest($2::varchar[], $3::varchar[]) AS given (account_id, role)`,
      [id, Object.keys(settings.memberships), Object.values(settings.memberships)],
    );
    if (!unchanged) await tx.query('DELETE FROM session WHERE staff_id = $1', [id]);
  }
}
