import { Injectable } from '@nestjs/common';
import { type CounselorLoad } from '../contract/staff.js';
import { type Queryable } from '../database/transaction.js';
import { isConnected } from './fresh.js';

interface LoadRow extends Omit<CounselorLoad, 'oldestUnansweredAt' | 'presenceSince'> {
  readonly oldestUnansweredAt: Date | null;
  readonly presenceSince: Date | null;
}

/** How many counselors of an account are there. Supervisors are not counted: they are who hears when too few are. */
export interface Staffing {
  readonly online: number;
  readonly available: number;
}

/** How much people have in hand, and who is there. */
@Injectable()
export class LoadReadModel {
  /** These people, or everybody of these accounts. */
  async loads(
    tx: Queryable,
    of: { staffIds: readonly string[] } | { accountIds: readonly string[] },
  ): Promise<CounselorLoad[]> {
    const rows = await tx.query<LoadRow>(
      `SELECT staff.id AS "staffId", display_name AS "displayName", capacity, professions, languages,
         ARRAY(SELECT account_id FROM membership WHERE staff_id = staff.id ORDER BY account_id) AS "accountIds",
         CASE WHEN ${isConnected('staff.id')} THEN coalesce(presence.chosen, 'available') ELSE 'offline' END AS presence,
         presence.since AS "presenceSince",
         ARRAY(SELECT account_id FROM membership WHERE staff_id = staff.id AND role = 'counselor' ORDER BY account_id)
           AS "counselsAccountIds",
         ARRAY(SELECT account_id FROM approval_rule WHERE staff_id = staff.id AND ended_at IS NULL ORDER BY account_id)
           AS "approvalAccountIds",
         count(ticket.id)::int AS "activeTickets", min(ticket.unanswered_since) AS "oldestUnansweredAt"
       FROM staff LEFT JOIN presence ON presence.staff_id = staff.id
         LEFT JOIN ticket ON ticket.assigned_to = staff.id AND ticket.state = 'active'
       WHERE staff.active AND (staff.id = ANY($1)
         OR EXISTS (SELECT FROM membership WHERE staff_id = staff.id AND account_id = ANY($2)))
       GROUP BY staff.id, presence.staff_id ORDER BY display_name, staff.id`,
      ['staffIds' in of ? of.staffIds : [], 'accountIds' in of ? of.accountIds : []],
    );
    return rows.map((row) => ({
      ...row,
      presenceSince: row.presenceSince?.toISOString() ?? null,
      oldestUnansweredAt: row.oldestUnansweredAt?.toISOString() ?? null,
    }));
  }

  /** @throws Error where there is no such person any more */
  async load(tx: Queryable, staffId: string): Promise<CounselorLoad> {
    const [load] = await this.loads(tx, { staffIds: [staffId] });
    if (load === undefined) throw new Error('no such person');
    return load;
  }

  async staffing(tx: Queryable, accountIds: readonly string[]): Promise<ReadonlyMap<string, Staffing>> {
    const rows = await tx.query<Staffing & { accountId: string }>(
      `SELECT account_id AS "accountId", count(*)::int AS online,
         (count(*) FILTER (WHERE coalesce(presence.chosen, 'available') = 'available'))::int AS available
       FROM membership JOIN staff ON staff.id = membership.staff_id AND staff.active
         LEFT JOIN presence ON presence.staff_id = staff.id
       WHERE account_id = ANY($1) AND role IN ('counselor', 'senior-counselor') AND ${isConnected('staff.id')} GROUP BY account_id`,
      [accountIds],
    );
    return new Map(rows.map(({ accountId, online, available }) => [accountId, { online, available }]));
  }
}
