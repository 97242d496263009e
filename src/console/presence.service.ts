import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { CONNECTION_FRESH_SECONDS } from './desk.read-model.js';

/** Which consoles are connected, as rows that their process keeps fresh: a process that dies takes its consoles along. */
@Injectable()
export class PresenceService {
  constructor(private readonly database: Database) {}

  async connected(socketId: string, staffId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO console_connection (socket_id, staff_id, seen_at) VALUES ($1, $2, now())
         ON CONFLICT (socket_id) DO UPDATE SET seen_at = now()`,
        [socketId, staffId],
      );
      tx.emit({ type: 'counselor.changed', staffId });
    });
  }

  async disconnected(socketId: string, staffId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM console_connection WHERE socket_id = $1', [socketId]);
      tx.emit({ type: 'counselor.changed', staffId });
    });
  }

  /** Keeps these connections fresh, and drops those that no process keeps fresh any more. */
  async heartbeat(socketIds: readonly string[]): Promise<void> {
    await this.database.query('UPDATE console_connection SET seen_at = now() WHERE socket_id = ANY($1)', [
      socketIds,
    ]);
    await this.database.transaction(async (tx) => {
      const gone = await tx.query<{ staffId: string }>(
        `DELETE FROM console_connection WHERE seen_at < now() - interval '${CONNECTION_FRESH_SECONDS} seconds'
         RETURNING staff_id AS "staffId"`,
      );
      for (const staffId of new Set(gone.map((row) => row.staffId)))
        tx.emit({ type: 'counselor.changed', staffId });
    });
  }
}
