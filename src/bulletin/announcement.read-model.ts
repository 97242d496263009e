import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type Announcement, type AnnouncementLevel, type MadeAnnouncement } from '../contract/bulletin.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { Vault } from '../vault/vault.service.js';

interface Row {
  readonly id: string;
  readonly level: AnnouncementLevel;
  readonly by: { readonly id: string; readonly displayName: string };
  readonly madeAt: Date;
  readonly endsAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly accountIds: string[];
  /** Of one of its accounts: the words are the same in all. */
  readonly accountId: string;
  readonly wordsSealed: Buffer;
  readonly readCount: number;
  readonly unread: string[];
}

/** Everybody of its accounts but its author. */
const ADDRESSEES = `SELECT DISTINCT staff.id, staff.display_name FROM membership
  JOIN announcement_account ON announcement_account.account_id = membership.account_id
  JOIN staff ON staff.id = membership.staff_id
  WHERE announcement_id = announcement.id AND staff.active AND staff.id <> made_by`;

const SELECT = `
  SELECT announcement.id, level, json_build_object('id', maker.id, 'displayName', maker.display_name) AS by,
    made_at AS "madeAt", ends_at AS "endsAt", withdrawn_at AS "withdrawnAt", shown.account_id AS "accountId",
    shown.words_sealed AS "wordsSealed",
    ARRAY(SELECT account_id FROM announcement_account WHERE announcement_id = announcement.id ORDER BY account_id) AS "accountIds",
    (SELECT count(*)::int FROM announcement_reading WHERE announcement_id = announcement.id) AS "readCount",
    ARRAY(SELECT display_name FROM (${ADDRESSEES}) AS addressee WHERE id NOT IN (
      SELECT staff_id FROM announcement_reading WHERE announcement_id = announcement.id) ORDER BY display_name) AS unread
  FROM announcement JOIN staff AS maker ON maker.id = made_by
    JOIN LATERAL (SELECT account_id, words_sealed FROM announcement_account
      WHERE announcement_id = announcement.id AND account_id = ANY($1) ORDER BY account_id LIMIT 1) AS shown ON true`;

const MOST_LISTED = 100;

/** Announcements as screens show them. */
@Injectable()
export class AnnouncementReadModel {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** What this person has not read yet; the important first, and these also after they have ended. */
  async open(tx: Queryable, principal: Principal): Promise<Announcement[]> {
    const rows = await tx.query<Row>(
      `${SELECT} WHERE withdrawn_at IS NULL AND made_by <> $2 AND (level = 'important' OR coalesce(ends_at > $3, true))
         AND NOT EXISTS (SELECT FROM announcement_reading WHERE announcement_id = announcement.id AND staff_id = $2)
       ORDER BY level DESC, made_at, announcement.id`,
      [[...principal.memberships.keys()], principal.staffId, this.clock.now()],
    );
    return (await this.#toViews(tx, rows)).map(
      ({ withdrawnAt: _withdrawnAt, readCount: _readCount, unread: _unread, ...announcement }) =>
        announcement,
    );
  }

  async made(tx: Queryable, accountIds: readonly string[]): Promise<MadeAnnouncement[]> {
    const rows = await tx.query<Row>(
      `${SELECT} ORDER BY made_at DESC, announcement.id DESC LIMIT ${MOST_LISTED}`,
      [accountIds],
    );
    return this.#toViews(tx, rows);
  }

  async #toViews(tx: Queryable, rows: readonly Row[]): Promise<MadeAnnouncement[]> {
    const words = await this.vault.openEachJson(
      tx,
      rows.map(({ id, accountId, wordsSealed }) => ({
        binding: `announcement_account.words:${id}/${accountId}` as const,
        bytes: wordsSealed,
      })),
    );
    return rows.map(
      ({ accountId: _accountId, wordsSealed: _sealed, madeAt, endsAt, withdrawnAt, ...row }, index) => {
        const opened = words[index];
        return {
          ...row,
          text: opened?.kind === 'opened' ? String(opened.value) : null,
          madeAt: madeAt.toISOString(),
          endsAt: endsAt?.toISOString() ?? null,
          withdrawnAt: withdrawnAt?.toISOString() ?? null,
        };
      },
    );
  }
}
