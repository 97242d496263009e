import { Injectable } from '@nestjs/common';
import { type SetAsideReason, type SetAsideView } from '../contract/desk.js';
import { Database } from '../database/database.service.js';

/** What came in and was not understood, as administrators see it: never its content. */
@Injectable()
export class InboxReadModel {
  constructor(private readonly database: Database) {}

  /** What was set aside, without its content. */
  async setAside(): Promise<SetAsideView> {
    const rows = await this.database.query<{
      id: string;
      accountId: string;
      reason: SetAsideReason;
      receivedAt: Date;
      bytes: number;
      error: string | null;
      attempts: number;
      replayRequested: boolean;
    }>(
      `SELECT id, account_id AS "accountId", reason, received_at AS "receivedAt", bytes,
         NULL::varchar AS error, 0 AS attempts, replay_requested_at IS NOT NULL AS "replayRequested" FROM set_aside
       UNION ALL
       SELECT md5(account_id || webhook_event_id)::uuid, account_id, 'projection-failed', received_at, length(sealed),
         error, attempts, false
       FROM inbound_event WHERE state = 'set-aside'
       ORDER BY 4 DESC LIMIT 200`,
    );
    return { items: rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })) };
  }
}
