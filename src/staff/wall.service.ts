import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type AuditActor, AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment, publicUrl } from '../config/environment.js';
import { type MadeWall, type MakeWallRequest, type WallEntry } from '../contract/wall.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';
import { type Principal, supervisedAccounts } from './principal.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { StaffKeys } from './staff-keys.js';
import { hashToken, newToken } from './token.js';

/** A screen on the wall, as its cookie tells. */
export interface OpenWall {
  readonly id: string;
  readonly accountIds: readonly string[];
  readonly endsAt: Date;
}

/** Why a wall is over though nobody ended it: its time, or that of its link; or its maker may no longer show this. */
type Lapse = 'time' | 'maker';

interface FoundWall extends OpenWall {
  readonly lapse: Lapse | null;
  readonly isUnnoted: boolean;
}

const accountsOf = `ARRAY(SELECT account_id FROM wall_account WHERE wall_id = wall.id ORDER BY account_id)`;

/** A wall shows no more than its maker may: when they no longer supervise all of it, it is over. */
const MAKER_MAY = `EXISTS (SELECT FROM staff WHERE staff.id = wall.made_by AND staff.active)
  AND NOT EXISTS (SELECT FROM wall_account AS shown WHERE shown.wall_id = wall.id AND NOT EXISTS (
    SELECT FROM membership WHERE membership.staff_id = wall.made_by AND membership.account_id = shown.account_id
      AND membership.role = 'supervisor'))`;
const LAPSE = `CASE WHEN ends_at <= now() OR opened_at IS NULL AND link_expires_at <= now() THEN 'time'
  WHEN NOT (${MAKER_MAY}) THEN 'maker' END`;

/**
 * Screens on the wall: numbers for whoever passes by, without anybody's session lying open. A link is opened once, and
 * its token gives way to that of a cookie; of both a hash is kept. A wall that is over has no row. Times are real time.
 */
@Injectable()
export class WallService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: StaffKeys,
    private readonly limiter: SignInLimiter,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws AppError account_not_found when it would show what its maker doesn't supervise */
  async make(principal: Principal, { name, accountIds, days }: MakeWallRequest): Promise<MadeWall> {
    const { staffId } = principal;
    const supervised = supervisedAccounts(principal);
    const shown = [...new Set(accountIds)];
    if (shown.some((accountId) => !supervised.includes(accountId))) throw new AppError('account_not_found');
    const id = uuidv7();
    const token = newToken();
    const wall = await this.database.transaction(async (tx) => {
      await this.#sweep(tx);
      const key = await this.keys.of(tx, staffId);
      await tx.query(
        `INSERT INTO wall (id, token_hash, name_sealed, made_by, made_at, link_expires_at, ends_at)
         VALUES ($1, $2, $3, $4, now(), now() + interval '${this.environment.SIGN_IN_LINK_HOURS} hours',
           now() + $5::int * interval '1 day')`,
        [id, hashToken(token), this.vault.sealJson(key, `wall.name:${id}`, name), staffId, days],
      );
      await tx.query('INSERT INTO wall_account (wall_id, account_id) SELECT $1, unnest($2::varchar[])', [
        id,
        shown,
      ]);
      await this.#trace(tx, 'wall.made', staffId, id, shown);
      return (await this.#entries(tx, supervised, id))[0];
    });
    if (wall === undefined) throw new Error('no wall was made');
    // Behind the #: browsers keep that part to themselves, and so it is in no log.
    return { wall, url: `${publicUrl(this.environment)}/wall#${token}` };
  }

  /** The walls that show any account that this person supervises, newest first. */
  async list(principal: Principal): Promise<WallEntry[]> {
    return this.#entries(this.database, supervisedAccounts(principal), null);
  }

  /** @throws AppError wall_not_found */
  async end(principal: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [wall] = await tx.query(
        'SELECT FROM wall_account WHERE wall_id = $1 AND account_id = ANY($2) LIMIT 1',
        [id, supervisedAccounts(principal)],
      );
      if (wall === undefined || !(await this.#remove(tx, id, principal.staffId)))
        throw new AppError('wall_not_found');
    });
  }

  /** Trades the token of a link for that of a cookie. @throws AppError wall_link_unusable, too_many_attempts */
  async open(linkToken: string, address: string): Promise<{ readonly token: string; readonly endsAt: Date }> {
    return this.limiter.guard(address, () =>
      this.database.transaction(async (tx) => {
        const token = newToken();
        const [wall] = await tx.query<OpenWall>(
          `UPDATE wall SET token_hash = $2, opened_at = now()
           WHERE token_hash = $1 AND opened_at IS NULL AND ${LAPSE} IS NULL
           RETURNING id, ends_at AS "endsAt", ${accountsOf} AS "accountIds"`,
          [hashToken(linkToken), hashToken(token)],
        );
        if (wall === undefined) throw new AppError('wall_link_unusable');
        await this.#trace(tx, 'wall.opened', { kind: 'nobody' }, wall.id, wall.accountIds);
        return { token, endsAt: wall.endsAt };
      }),
    );
  }

  /** The wall of a cookie, if it goes on. One that is over is gone with the first question after it. */
  async find(token: string): Promise<OpenWall | undefined> {
    const [wall] = await this.database.query<FoundWall>(
      `SELECT id, ends_at AS "endsAt", ${accountsOf} AS "accountIds", ${LAPSE} AS lapse,
         (asked_at IS NULL OR asked_at < now() - interval '1 minute') AS "isUnnoted"
       FROM wall WHERE token_hash = $1 AND opened_at IS NOT NULL`,
      [hashToken(token)],
    );
    if (wall === undefined) return undefined;
    if (wall.lapse !== null) {
      const { id, lapse } = wall;
      await this.database.transaction((tx) => this.#remove(tx, id, { kind: 'system' }, lapse));
      return undefined;
    }
    if (wall.isUnnoted)
      await this.database.query('UPDATE wall SET asked_at = now() WHERE id = $1', [wall.id]);
    return wall;
  }

  async #entries(tx: Queryable, supervised: readonly string[], id: string | null): Promise<WallEntry[]> {
    const rows = await tx.query<WallRow>(
      `SELECT wall.id, name_sealed AS "nameSealed", ${accountsOf} AS "accountIds", display_name AS "madeBy",
         made_at AS "madeAt", opened_at AS "openedAt", link_expires_at AS "linkExpiresAt", asked_at AS "askedAt",
         ends_at AS "endsAt"
       FROM wall JOIN staff ON staff.id = made_by
       WHERE wall.id IN (SELECT wall_id FROM wall_account WHERE account_id = ANY($1)) AND ${LAPSE} IS NULL
         AND ($2::uuid IS NULL OR wall.id = $2) ORDER BY made_at DESC, wall.id`,
      [supervised, id],
    );
    const names = await this.vault.openEachJson(
      tx,
      rows.map((row) => ({ binding: `wall.name:${row.id}` as const, bytes: row.nameSealed })),
    );
    return rows.map((row, index) => {
      const name = names[index];
      const accountIds = row.accountIds.filter((accountId) => supervised.includes(accountId));
      return {
        id: row.id,
        name: name?.kind === 'opened' ? String(name.value) : '',
        accountIds,
        otherAccounts: row.accountIds.length - accountIds.length,
        madeBy: row.madeBy,
        madeAt: row.madeAt.toISOString(),
        openedAt: row.openedAt?.toISOString() ?? null,
        linkExpiresAt: row.linkExpiresAt.toISOString(),
        askedAt: row.askedAt?.toISOString() ?? null,
        endsAt: row.endsAt.toISOString(),
      };
    });
  }

  /** Screens that were taken down ask no more: what is over goes when the next one is hung up. */
  async #sweep(tx: Transaction): Promise<void> {
    const over = await tx.query<{ id: string; lapse: Lapse }>(
      `SELECT id, ${LAPSE} AS lapse FROM wall WHERE ${LAPSE} IS NOT NULL`,
    );
    for (const { id, lapse } of over) await this.#remove(tx, id, { kind: 'system' }, lapse);
  }

  /** @returns whether it was there: of several who end it at once, one did */
  async #remove(tx: Transaction, id: string, actor: AuditActor, lapse?: Lapse): Promise<boolean> {
    const [gone] = await tx.query<{ accountIds: string[] }>(
      `DELETE FROM wall WHERE id = $1 RETURNING ${accountsOf} AS "accountIds"`,
      [id],
    );
    if (gone === undefined) return false;
    await this.#trace(tx, 'wall.ended', actor, id, gone.accountIds, lapse);
    return true;
  }

  /** One entry for each account: whoever may read the trace of one of them finds it there. */
  async #trace(
    tx: Transaction,
    act: 'wall.made' | 'wall.opened' | 'wall.ended',
    actor: AuditActor,
    id: string,
    accountIds: readonly string[],
    lapse?: Lapse,
  ): Promise<void> {
    const subject = { kind: 'wall', id };
    for (const accountId of accountIds)
      await this.audit.record(tx, {
        act,
        actor,
        accountId,
        subject,
        ...(lapse === undefined ? {} : { details: { lapse } }),
      });
  }
}

interface WallRow extends OpenWall {
  readonly nameSealed: Buffer;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly openedAt: Date | null;
  readonly linkExpiresAt: Date;
  readonly askedAt: Date | null;
}
