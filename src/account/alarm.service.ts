import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type AccountAlarm, type AccountAlarmKind } from '../contract/account.js';
import { type Queryable, type Transaction } from '../database/transaction.js';

/** What supervisors must know about an account now: raised once, shown on the consoles of the account until it is over. */
@Injectable()
export class AlarmService {
  readonly #logger = new Logger(AlarmService.name);

  constructor(private readonly clock: Clock) {}

  /** Raises an alarm; one that is raised already stays as it is. */
  async raise(tx: Transaction, accountId: string, kind: AccountAlarmKind): Promise<void> {
    const raised = await tx.query(
      `INSERT INTO account_alarm (account_id, kind, raised_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
       RETURNING kind`,
      [accountId, kind, this.clock.now()],
    );
    if (raised.length === 0) return;
    this.#logger.error(`alarm: ${kind} for ${accountId}`);
    tx.emit({ type: 'account.changed', accountId });
  }

  /** It is over. */
  async clear(tx: Transaction, accountId: string, kinds: readonly AccountAlarmKind[]): Promise<void> {
    const cleared = await tx.query<{ kind: string }>(
      'DELETE FROM account_alarm WHERE account_id = $1 AND kind = ANY($2) RETURNING kind',
      [accountId, kinds],
    );
    if (cleared.length === 0) return;
    this.#logger.warn(`over: ${cleared.map((alarm) => alarm.kind).join(', ')} for ${accountId}`);
    tx.emit({ type: 'account.changed', accountId });
  }

  async of(tx: Queryable, accountIds: readonly string[]): Promise<ReadonlyMap<string, AccountAlarm[]>> {
    const rows = await tx.query<{ accountId: string; kind: AccountAlarmKind; raisedAt: Date }>(
      `SELECT account_id AS "accountId", kind, raised_at AS "raisedAt" FROM account_alarm
       WHERE account_id = ANY($1) ORDER BY raised_at, kind`,
      [accountIds],
    );
    const alarms = new Map<string, AccountAlarm[]>();
    for (const { accountId, kind, raisedAt } of rows) {
      alarms.set(accountId, [...(alarms.get(accountId) ?? []), { kind, raisedAt: raisedAt.toISOString() }]);
    }
    return alarms;
  }
}
