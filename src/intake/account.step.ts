import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AlarmService } from '../account/alarm.service.js';
import { LineTaskQueue } from '../account/line-task.queue.js';
import { type Transaction } from '../database/transaction.js';
import { type LineEvent } from '../line/webhook-body.js';
import { Vault } from '../vault/vault.service.js';
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
    return events.filter(({ event }) => interpret(event).unfamiliar).map(({ id }) => id);
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

interface Group {
  readonly source: 'group' | 'room';
  readonly id: string;
}

/** The group or room an event came from, unless we are out of it already or another module speaks there. */
function groupToLeave({ type, mode, source }: LineEvent): Group | undefined {
  if (type === 'leave' || mode === 'standby') return undefined;
  if (source?.type !== 'group' && source?.type !== 'room') return undefined;
  const id = source[`${source.type}Id`];
  return typeof id === 'string' ? { source: source.type, id } : undefined;
}
