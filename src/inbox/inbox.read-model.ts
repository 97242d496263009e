import { Injectable } from '@nestjs/common';
import { z } from 'zod';
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
import { keptSince, keptUntil } from './kept-since.js';
import { shapeOf } from './shape.js';

const SHOWN_AT_MOST = 200;
/** LINE's name of an event is a word; anything else that was sent as one is not repeated. */
const typed = z.looseObject({ type: z.string().regex(/^[A-Za-z]{1,40}$/) });

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
       FROM set_aside WHERE received_at >= $1
       UNION ALL
       SELECT '', id, account_id, 'projection-failed', received_at, length(sealed), error, attempts, false
       FROM inbound_event WHERE state = 'set-aside'
       ORDER BY 5 DESC, 1, 2 LIMIT ${SHOWN_AT_MOST}`,
      [keptSince()],
    );
    return {
      items: rows.map(({ eventId, receivedAt, ...row }) => ({
        ...row,
        id: eventId === null ? row.id : inboxId(eventId),
        receivedAt: this.#asShown(receivedAt),
        keptUntil: eventId === null ? this.#asShown(keptUntil(receivedAt)) : null,
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
            `SELECT sealed, account_id AS "accountId", NULL AS "webhookEventId" FROM set_aside
             WHERE id::text = $1 AND received_at >= $2`,
            [id, keptSince()],
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

  /** Events of types that this version doesn't know, and those that no caller stands behind; newest first. */
  async unfamiliar(): Promise<UnfamiliarView> {
    const items = await this.#events('unfamiliar');
    const accountEvents = await this.#events(`caller_id IS NULL AND state = 'projected' AND NOT unfamiliar`);
    return {
      items: items.map(({ type: _type, ...item }) => item),
      accountEvents,
    };
  }

  async #events(which: string): Promise<UnfamiliarView['accountEvents']> {
    const rows = await this.database.query<{
      id: number;
      accountId: string;
      webhookEventId: string;
      receivedAt: Date;
      sealed: Buffer;
    }>(
      `SELECT id, account_id AS "accountId", webhook_event_id AS "webhookEventId", received_at AS "receivedAt", sealed
       FROM inbound_event WHERE ${which} ORDER BY id DESC LIMIT ${SHOWN_AT_MOST}`,
    );
    const items: UnfamiliarView['accountEvents'] = [];
    for (const { id, accountId, webhookEventId, receivedAt, sealed } of rows) {
      const event = await this.#open(inboundBinding(accountId, webhookEventId), sealed);
      // What its caller took back, or whose key was destroyed, looks like nothing any more.
      if (event === null) continue;
      items.push({
        id: inboxId(id),
        accountId,
        receivedAt: this.#asShown(receivedAt),
        type: typed.safeParse(event).data?.type ?? '',
        shape: shapeOf(event),
      });
    }
    return items;
  }

  async #shape(binding: Binding, sealed: Buffer): Promise<Shape | null> {
    const value = await this.#open(binding, sealed);
    return value === null ? null : shapeOf(value);
  }

  /** What is stored there as JSON; null when it is none, or can't be opened any more. */
  async #open(binding: Binding, sealed: Buffer): Promise<unknown> {
    try {
      const bytes = await this.vault.openBytes(this.database, { binding, bytes: sealed });
      return bytes === undefined ? null : JSON.parse(bytes.toString('utf8'));
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
