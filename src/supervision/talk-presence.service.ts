import { Injectable } from '@nestjs/common';
import { CONNECTION_FRESH_SECONDS } from '../assignment/fresh.js';
import { type TalkPerson } from '../contract/supervision.js';
import { Database } from '../database/database.service.js';
import { channels } from '../database/event/channels.js';

/** How long somebody counts as writing after they were last seen to, in seconds (real time). */
const WRITING_SECONDS = 6;

/**
 * Who has a talk on the screen and lets it be seen. It lives in the row of each console's connection, which its process
 * keeps fresh: it ends with the socket, or with the process. Looking on in silence writes nothing.
 */
@Injectable()
export class TalkPresenceService {
  constructor(private readonly database: Database) {}

  /** @param ticketId null: no talk any more */
  async here(socketId: string, ticketId: string | null): Promise<void> {
    await this.database.query(
      `WITH changed AS (
         UPDATE console_connection SET talk_ticket_id = $2, writing_until = NULL
         WHERE socket_id = $1 AND (talk_ticket_id IS DISTINCT FROM $2 OR writing_until IS NOT NULL) RETURNING socket_id
       )
       SELECT pg_notify('${channels.talks}', '') FROM changed`,
      [socketId, ticketId],
    );
  }

  /** Only where the talk is one in which they let themselves be seen. */
  async writing(socketId: string, ticketId: string, isWriting: boolean): Promise<void> {
    await this.database.query(
      `WITH changed AS (
         UPDATE console_connection SET writing_until = CASE WHEN $3 THEN now() + interval '${WRITING_SECONDS} seconds' END
         WHERE socket_id = $1 AND talk_ticket_id = $2 AND ($3 OR writing_until IS NOT NULL) RETURNING socket_id
       )
       SELECT pg_notify('${channels.talks}', '') FROM changed`,
      [socketId, ticketId, isWriting],
    );
  }

  /** Everybody who is seen in these talks now, by name; a talk without anybody is missing. */
  async people(ticketIds: readonly string[]): Promise<ReadonlyMap<string, TalkPerson[]>> {
    const found = new Map<string, TalkPerson[]>();
    if (ticketIds.length === 0) return found;
    const rows = await this.database.query<TalkPerson & { ticketId: string }>(
      `SELECT talk_ticket_id AS "ticketId", staff.id AS "staffId", display_name AS "displayName",
         coalesce(bool_or(writing_until > now()), false) AS "isWriting"
       FROM console_connection JOIN staff ON staff.id = staff_id
       WHERE talk_ticket_id = ANY($1) AND seen_at > now() - interval '${CONNECTION_FRESH_SECONDS} seconds'
       GROUP BY talk_ticket_id, staff.id ORDER BY display_name, staff.id`,
      [ticketIds],
    );
    for (const { ticketId, ...person } of rows) found.set(ticketId, [...(found.get(ticketId) ?? []), person]);
    return found;
  }
}
