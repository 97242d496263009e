import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { KeyStore } from '../vault/key-store.js';
import { FollowUpService } from '../waiting-list/follow-up.service.js';
import { LinePlaceService } from '../waiting-list/line-place.service.js';
import { lockTicket } from '../waiting-list/line-ticket.js';
import { isConnected } from './fresh.js';

const VANISHED = 'vanished';

/**
 * A counselor whose consoles are all gone without signing out: after a grace time, what they had goes to the front of
 * the line or to the supervisors. That they are gone is real; the grace is a timer of the rules' clock.
 */
@Injectable()
export class VanishService implements OnModuleInit {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly alarms: TicketAlarmService,
    private readonly followUps: FollowUpService,
    private readonly line: LinePlaceService,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
  ) {}

  onModuleInit(): void {
    this.timers.handle(VANISHED, (tx, subject) => this.#graceOver(tx, subject));
  }

  /** The last console of somebody went away. Each account gives them its own grace. */
  async personGone(tx: Transaction, staffId: string, now: Date): Promise<void> {
    const held = await tx.query<{ accountId: string }>(
      `SELECT DISTINCT account_id AS "accountId" FROM ticket WHERE assigned_to = $1 AND state = 'active'`,
      [staffId],
    );
    for (const { accountId } of held) {
      const { graceSeconds } = (await this.accounts.get(accountId)).settings.assignment;
      const due = new Date(now.getTime() + graceSeconds * 1000);
      await this.timers.schedule(tx, VANISHED, `${staffId}@${accountId}@${now.toISOString()}`, due);
    }
  }

  async #graceOver(tx: Transaction, subject: string): Promise<void> {
    const [staffId = '', accountId = '', goneAt = ''] = subject.split('@');
    const [person] = await tx.query<{ goneAt: Date | null }>(
      `SELECT gone_at AS "goneAt" FROM presence WHERE staff_id = $1 AND NOT ${isConnected('$1')}`,
      [staffId],
    );
    // They came back, and if they went again, another timer counts.
    if (person?.goneAt?.toISOString() !== goneAt) return;
    const { whenVanished } = (await this.accounts.get(accountId)).settings.assignment;
    const held = await tx.query<{ id: string }>(
      `SELECT id FROM ticket WHERE assigned_to = $1 AND account_id = $2 AND state = 'active' ORDER BY id`,
      [staffId, accountId],
    );
    for (const { id } of held) {
      const ticket = await lockTicket(tx, this.keys, id);
      if (ticket?.state !== 'active' || ticket.assignedTo !== staffId) continue;
      if (whenVanished === 'front') await this.line.toFront(tx, id);
      else await this.followUps.put(tx, ticket, 'vanished');
      if (whenVanished === 'supervisor' || ticket.risk !== 'none')
        await this.alarms.raise(tx, { ...ticket, assignedTo: null }, 'vanished');
    }
    await tx.query(`UPDATE presence SET chosen = 'available' WHERE staff_id = $1`, [staffId]);
  }
}
