import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import {
  type SetAsideReason,
  type SetAsideView,
  type Shape,
  type ShapeView,
  type UnfamiliarView,
} from '../contract/desk.js';
import { AppError } from '../config/app-error.js';
import { Database } from '../database/database.service.js';
import { SealError } from '../vault/seal.js';
import { type Binding, Vault } from '../vault/vault.service.js';
import { inboundBinding, setAsideBinding } from './inbox.repository.js';
import { eventIdOf, inboxId } from './inbox-id.js';
import { shapeOf } from './shape.js';

const SHOWN_AT_MOST = 200;

/** What came in and was not understood, as administrators see it: never its content. */
@Injectable()
export class InboxReadModel {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** What was set aside, newest first, without its content. */
  async setAside(): Promise<SetAsideView> {
    const rows = await this.database.query<{
      id: string;
      eventId: number | null;
      accountId: string;
      reason: SetAsideReason;
      receivedAt: Date;
      bytes: number;
      error: string | null;
      attempts: number;
      replayRequested: boolean;
    }>(
      `SELECT id::text, NULL::bigint AS "eventId", account_id AS "accountId", reason, received_at AS "receivedAt",
         bytes, NULL::varchar AS error, 0 AS attempts, replay_requested_at IS NOT NULL AS "replayRequested"
       FROM set_aside
       UNION ALL
       SELECT '', id, account_id, 'projection-failed', received_at, length(sealed), error, attempts, false
       FROM inbound_event WHERE state = 'set-aside'
       ORDER BY 5 DESC, 1, 2 LIMIT ${SHOWN_AT_MOST}`,
    );
    return {
      items: rows.map(({ eventId, receivedAt, ...row }) => ({
        ...row,
        id: eventId === null ? row.id : inboxId(eventId),
        receivedAt: this.#asShown(receivedAt),
      })),
    };
  }

  /**
   * What something that was set aside looks like.
   * @throws AppError not_found
   */
  async shape(id: string): Promise<ShapeView> {
    const eventId = eventIdOf(id);
    const [row] =
      eventId === undefined
        ? await this.database.query<{ sealed: Buffer; accountId: string; webhookEventId: null }>(
            `SELECT sealed, account_id AS "accountId", NULL AS "webhookEventId" FROM set_aside WHERE id::text = $1`,
            [id],
          )
        : await this.database.query<{ sealed: Buffer; accountId: string; webhookEventId: string }>(
            `SELECT sealed, account_id AS "accountId", webhook_event_id AS "webhookEventId" FROM inbound_event
             WHERE id = $1 AND (state = 'set-aside' OR unfamiliar)`,
            [eventId],
          );
    if (row === undefined) throw new AppError('not_found');
    const binding =
      row.webhookEventId === null ? setAsideBinding(id) : inboundBinding(row.accountId, row.webhookEventId);
    return { shape: await this.#shape(binding, row.sealed) };
  }

  /** Events of types that this version doesn't know, newest first. */
  async unfamiliar(): Promise<UnfamiliarView> {
    const rows = await this.database.query<{
      id: number;
      accountId: string;
      webhookEventId: string;
      receivedAt: Date;
      sealed: Buffer;
    }>(
      `SELECT id, account_id AS "accountId", webhook_event_id AS "webhookEventId", received_at AS "receivedAt", sealed
       FROM inbound_event WHERE unfamiliar ORDER BY id DESC LIMIT ${SHOWN_AT_MOST}`,
    );
    const items: UnfamiliarView['items'] = [];
    for (const { id, accountId, webhookEventId, receivedAt, sealed } of rows) {
      const shape = await this.#shape(inboundBinding(accountId, webhookEventId), sealed);
      // What its caller took back, or whose key was destroyed, looks like nothing any more.
      if (shape === null) continue;
      items.push({ id: inboxId(id), accountId, receivedAt: this.#asShown(receivedAt), shape });
    }
    return { items };
  }

  async #shape(binding: Binding, sealed: Buffer): Promise<Shape | null> {
    try {
      const bytes = await this.vault.openBytes(this.database, { binding, bytes: sealed });
      return bytes === undefined ? null : shapeOf(JSON.parse(bytes.toString('utf8')));
    } catch (error) {
      if (error instanceof SealError || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /** Receipt is noted in real time; screens show the clock of the rules. */
  #asShown(receivedAt: Date): string {
    return this.clock.fromRealTime(receivedAt.getTime()).toISOString();
  }
}
