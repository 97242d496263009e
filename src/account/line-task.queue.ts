import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { channels } from '../database/event/channels.js';
import { type Transaction } from '../database/transaction.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';

/** What each kind of small call needs. */
export interface LineTaskPayloads {
  /** Somebody is writing to this user, for so many seconds. */
  loading: { readonly userId: string; readonly seconds: number };
  /** Everything up to the message with this token was read by a person. */
  read: { readonly token: string };
  /** The bot leaves this group or room: it answers nobody there. */
  leave: { readonly source: 'group' | 'room'; readonly id: string };
  /** Everybody who has no menu of their own sees this one. */
  'rich-menu': { readonly richMenuId: string };
  /** Somebody who was erased hears that it is done: there is no talk any more in which to say so. */
  farewell: { readonly userId: string; readonly text: string; readonly retryKey: string };
}
export type LineTaskKind = keyof LineTaskPayloads;

export interface NewLineTask<Kind extends LineTaskKind> {
  readonly accountId: string;
  readonly kind: Kind;
  /** What it is about: a ticket's id, or a fingerprint. Never a LINE id in the clear. */
  readonly subject: string;
  /** The caller's key; the account's where there is no caller; one for it alone, for who was erased. */
  readonly key: DataKey;
  readonly payload: LineTaskPayloads[Kind];
  /** Real time after which it would only be wrong. */
  readonly expiresAt: Date;
}

/** Small calls to LINE that are no messages, asked for by any process and made by one with the role `delivery`. */
@Injectable()
export class LineTaskQueue {
  constructor(private readonly vault: Vault) {}

  /** A newer task of the same kind about the same subject takes the place of an older one. */
  async add<Kind extends LineTaskKind>(tx: Transaction, task: NewLineTask<Kind>): Promise<void> {
    const id = uuidv7();
    await tx.query(
      `WITH asked AS (
         INSERT INTO line_task (id, account_id, kind, subject, sealed, expires_at, next_attempt_at)
         VALUES ($1, $2, $3, $4, $5, $6, now())
         ON CONFLICT (account_id, kind, subject) DO UPDATE SET id = excluded.id, sealed = excluded.sealed,
           expires_at = excluded.expires_at, next_attempt_at = now(), leased_until = NULL, attempts = 0
         RETURNING id
       )
       SELECT pg_notify('${channels.lineTasks}', '') FROM asked`,
      [
        id,
        task.accountId,
        task.kind,
        task.subject,
        this.vault.sealJson(task.key, `line_task.sealed:${id}`, task.payload),
        task.expiresAt,
      ],
    );
  }
}
