import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AlarmService } from '../account/alarm.service.js';
import { LineTaskQueue } from '../account/line-task.queue.js';
import { type Transaction } from '../database/transaction.js';
import { inboundBinding } from '../inbox/inbox.repository.js';
import { type LineEvent } from '../line/webhook-body.js';
import { Vault } from '../vault/vault.service.js';
import { type Group, groupToLeave, isOfSeveral, withoutPeople } from './group-event.js';
import { interpret } from './interpretation.js';

/** An event behind which no single caller stands: about the account itself, or from a group. */
export interface AccountEvent {
  readonly id: number;
  readonly accountId: string;
  readonly event: LineEvent;
}

/** How long a group is asked to let us go, in milliseconds: whoever writes there again has us asked again. */
const LEAVE_FOR_MS = 24 * 60 * 60 * 1000;

/** Carries out what LINE tells about an account, and leaves groups: there we answer nobody. */
@Injectable()
export class AccountStep {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly alarms: AlarmService,
    private readonly tasks: LineTaskQueue,
    private readonly vault: Vault,
  ) {}

  /** @returns ids of the events that are of a type which this version doesn't know */
  async apply(tx: Transaction, events: readonly AccountEvent[]): Promise<number[]> {
    for (const { accountId, event } of events) {
      // https://developers.line.biz/en/reference/partner-docs/#botsuspend-event
      if (event.type === 'botSuspended') await this.alarms.raise(tx, accountId, 'bot-suspended');
      if (event.type === 'botResumed') await this.alarms.clear(tx, accountId, ['bot-suspended']);
    }
    const groups = new Map<string, Group & { accountId: string }>();
    for (const { accountId, event } of events) {
      const group = groupToLeave(event);
      if (group !== undefined)
        groups.set(`${accountId} ${group.source} ${group.id}`, { accountId, ...group });
    }
    for (const group of groups.values()) await this.#leave(tx, group);
    await this.#forgetGroups(
      tx,
      events.filter(({ event }) => isOfSeveral(event)),
    );
    return events.filter(({ event }) => isUnfamiliar(event)).map(({ id }) => id);
  }

  /** Which group it was is needed no longer; nor is what an older version stored of what was said there. */
  async #forgetGroups(tx: Transaction, events: readonly AccountEvent[]): Promise<void> {
    if (events.length === 0) return;
    const sealed: Buffer[] = [];
    for (const { accountId, event } of events) {
      const { key } = await this.accounts.get(accountId);
      sealed.push(
        this.vault.sealJson(key, inboundBinding(accountId, event.webhookEventId), withoutPeople(event)),
      );
    }
    await tx.query(
      `UPDATE inbound_event SET sealed = given.sealed FROM unnest($1::bigint[], $2::bytea[]) AS given (id, sealed)
       WHERE inbound_event.id = given.id`,
      [events.map(({ id }) => id), sealed],
    );
  }

  async #leave(tx: Transaction, group: Group & { accountId: string }): Promise<void> {
    const account = await this.accounts.get(group.accountId);
    const subject = this.vault.fingerprint(account.indexKey, group.source, group.id).toString('hex');
    const asked = await tx.query(
      `SELECT FROM line_task WHERE account_id = $1 AND kind = 'leave' AND subject = $2`,
      [account.id, subject],
    );
    // One request for a group, however much is said in it meanwhile.
    if (asked.length > 0) return;
    await this.tasks.add(tx, {
      accountId: account.id,
      kind: 'leave',
      subject,
      key: account.key,
      payload: { source: group.source, id: group.id },
      expiresAt: new Date(Date.now() + LEAVE_FOR_MS),
    });
  }
}

/** Of what is said in groups nothing is kept by which it would be familiar; who wrote there asks us for nothing. */
function isUnfamiliar(event: LineEvent): boolean {
  return interpret(event).unfamiliar && !(event.type === 'message' && isOfSeveral(event));
}
