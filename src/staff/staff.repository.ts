import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type MembershipRole, type OversightRole } from '../contract/permission.js';
import { type Profession } from '../contract/standing.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { hashPassword, passwordMatches } from './password.js';

export interface StaffSettings {
  readonly login: string;
  readonly displayName: string;
  /** None: they keep the one they have chosen themselves, or sign in with passkeys alone. */
  readonly password?: string | undefined;
  /** False shuts them out, and ends their sessions. */
  readonly active: boolean;
  readonly administrator: boolean;
  readonly capacity: number;
  readonly professions: readonly Profession[];
  readonly languages: readonly string[];
  readonly memberships: Readonly<Record<string, MembershipRole>>;
  readonly oversight: Readonly<Record<string, OversightRole>>;
}

export interface PreparedStaff {
  readonly settings: StaffSettings;
  /** They come from the file: whoever runs the server vouches for whom it makes. */
  readonly isFromFile: boolean;
  /** Null keeps what is there. */
  readonly passwordHash: string | null;
}

/** Writes staff. */
@Injectable()
export class StaffRepository {
  /** For a person of the file. Hashes their password, which takes its time: before the transaction, so that nobody waits for its locks. */
  async prepare(db: Queryable, settings: StaffSettings): Promise<PreparedStaff> {
    const { password } = settings;
    if (password === undefined) return { settings, isFromFile: true, passwordHash: null };
    const [existing] = await db.query<{ passwordHash: string | null }>(
      'SELECT password_hash AS "passwordHash" FROM staff WHERE login = $1',
      [settings.login],
    );
    // An unchanged password keeps its hash, so that applying the same file again changes nothing.
    const unchanged = existing !== undefined && (await passwordMatches(existing.passwordHash, password));
    const passwordHash = unchanged ? existing.passwordHash : await hashPassword(password);
    return { settings, isFromFile: true, passwordHash };
  }

  /** Makes a person, or brings an existing one (by login) to these settings. @returns their id */
  async save(tx: Transaction, { settings, isFromFile, passwordHash }: PreparedStaff): Promise<string> {
    const [existing] = await tx.query<{ id: string; passwordHash: string | null }>(
      'SELECT id, password_hash AS "passwordHash" FROM staff WHERE login = $1 FOR UPDATE',
      [settings.login],
    );
    const id = existing?.id ?? uuidv7();
    const unchanged = passwordHash === null || existing?.passwordHash === passwordHash;
    await tx.query(
      `INSERT INTO staff (id, login, display_name, password_hash, administrator, capacity, active, professions, languages,
         vouched_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $10 THEN now() END)
       ON CONFLICT (id) DO UPDATE SET display_name = $3, password_hash = coalesce($4, staff.password_hash),
         administrator = $5, capacity = $6, active = $7, professions = $8, languages = $9,
         version = staff.version + 1`,
      [
        id,
        settings.login,
        settings.displayName,
        passwordHash,
        settings.administrator,
        settings.capacity,
        settings.active,
        settings.professions,
        settings.languages,
        isFromFile,
      ],
    );
    for (const [table, roles] of [
      ['membership', settings.memberships],
      ['oversight', settings.oversight],
    ] as const) {
      await tx.query(`DELETE FROM ${table} WHERE staff_id = $1`, [id]);
      await tx.query(
        `INSERT INTO ${table} (staff_id, account_id, role)
         SELECT $1, given.account_id, given.role FROM unnest($2::varchar[], $3::varchar[]) AS given (account_id, role)`,
        [id, Object.keys(roles), Object.values(roles)],
      );
    }
    if (!unchanged || !settings.active) await tx.query('DELETE FROM session WHERE staff_id = $1', [id]);
    return id;
  }
}
