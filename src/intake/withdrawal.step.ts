import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import {
  type MessageName,
  nameKey,
  TOMBSTONE,
  type UnsendMode,
  WithdrawalService,
} from '../ticket/withdrawal.service.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { inboundBinding } from '../inbox/inbox.repository.js';
import { TakenBackService } from '../erasure/taken-back.service.js';
import { type Interpretation } from './interpretation.js';

const saidMessage = z.looseObject({ message: z.looseObject({ id: z.string() }) });

interface MeantEvent {
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  readonly withdrew: boolean;
  readonly event: { readonly webhookEventId: string };
  readonly meaning: Interpretation;
}

/** Carries out what callers took back, before the rest of the batch is appended. */
@Injectable()
export class WithdrawalStep {
  constructor(
    private readonly withdrawals: WithdrawalService,
    private readonly accounts: AccountDirectory,
    private readonly takenBack: TakenBackService,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Destroys withdrawn words that are stored, and replaces those of this batch by their tombstone; where the account
   * keeps them, they are marked instead. An `unsend` whose message is known leaves no row of its own: the message says
   * it.
   */
  async apply<Event extends MeantEvent>(tx: Transaction, events: readonly Event[]): Promise<Event[]> {
    const rare = events.some((event) => event.withdrew || event.meaning.withdraws !== null);
    if (!rare) return [...events];
    const known = new Set(
      events.flatMap((event) => nameOf(event, event.meaning.externalId) ?? []).map(nameKey),
    );
    for (const event of events) {
      const name = nameOf(event, event.meaning.withdraws);
      if (name === undefined) continue;
      await this.withdrawals.note(tx, name);
      const mode = await this.#mode(event);
      const sources = await this.withdrawals.takeBack(tx, name, event.callerKey, mode);
      if (sources.length > 0) known.add(nameKey(name));
      if (mode === 'keep') continue;
      const setAside = await this.#forgetSetAside(tx, event, name.externalId, events);
      if (sources.length > 0 || setAside > 0) await this.takenBack.ask(tx, event);
      await forget(
        tx,
        event.callerId,
        sources.map((source) => source.slice(`line:${event.accountId}:`.length)),
      );
    }
    const names = events.flatMap((event) => nameOf(event, event.meaning.externalId) ?? []);
    const withdrawn = await this.withdrawals.among(tx, names);
    const result: Event[] = [];
    for (const event of events) {
      const said = nameOf(event, event.meaning.externalId);
      const taken = nameOf(event, event.meaning.withdraws);
      if (said !== undefined && withdrawn.has(nameKey(said))) {
        const meaning = { ...event.meaning, withdrawnAt: this.clock.now() };
        if ((await this.#mode(event)) === 'keep') result.push({ ...event, meaning });
        else {
          await forget(tx, event.callerId, [event.event.webhookEventId]);
          // Its event was stored before it was read: a backup may have it.
          await this.takenBack.ask(tx, event);
          result.push({
            ...event,
            meaning: { ...meaning, content: TOMBSTONE, tokens: null, quotedExternalId: null },
          });
        }
      } else if (taken !== undefined && known.has(nameKey(taken))) {
        result.push({ ...event, meaning: { ...event.meaning, content: null } });
      } else result.push(event);
    }
    return result;
  }

  /**
   * Words that were never brought into a ticket are destroyed where they wait for an administrator, or to be tried
   * again. What is in this batch becomes a tombstone with it.
   * @returns how many there were
   */
  async #forgetSetAside(
    tx: Transaction,
    { accountId, callerId }: MeantEvent,
    messageId: string,
    batch: readonly MeantEvent[],
  ): Promise<number> {
    const rows = await tx.query<{ id: number; webhookEventId: string; sealed: Buffer }>(
      `SELECT id, webhook_event_id AS "webhookEventId", sealed FROM inbound_event
       WHERE caller_id = $1 AND (state = 'set-aside' OR (state = 'stored' AND retry_at IS NOT NULL))
         AND NOT webhook_event_id = ANY($2)`,
      [callerId, batch.map(({ event }) => event.webhookEventId)],
    );
    const opened = await this.vault.openEachJson(
      tx,
      rows.map((row) => ({ binding: inboundBinding(accountId, row.webhookEventId), bytes: row.sealed })),
    );
    const ids = rows.flatMap((row, index) => {
      const event = opened[index];
      return event?.kind === 'opened' && saidMessage.safeParse(event.value).data?.message.id === messageId
        ? row.id
        : [];
    });
    if (ids.length === 0) return 0;
    await tx.query(`UPDATE inbound_event SET sealed = ''::bytea, state = 'projected' WHERE id = ANY($1)`, [
      ids,
    ]);
    tx.emit({ type: 'account.changed', accountId });
    return ids.length;
  }

  async #mode({ accountId }: MeantEvent): Promise<UnsendMode> {
    return (await this.accounts.get(accountId)).settings.unsend;
  }
}

function nameOf(event: MeantEvent, externalId: string | null): MessageName | undefined {
  return externalId === null ? undefined : { callerId: event.callerId, externalId };
}

/** Empties the webhook events that held withdrawn words. */
async function forget(tx: Transaction, callerId: string, webhookEventIds: readonly string[]): Promise<void> {
  if (webhookEventIds.length === 0) return;
  await tx.query(
    `UPDATE inbound_event SET sealed = ''::bytea WHERE caller_id = $1 AND webhook_event_id = ANY($2)`,
    [callerId, webhookEventIds],
  );
}
