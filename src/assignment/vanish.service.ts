import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { KeyStore } from '../vault/key-store.js';
import { CallerTexts } from '../waiting-list/caller-texts.service.js';
import { FollowUpService } from '../waiting-list/follow-up.service.js';
import { LinePlaceService } from '../waiting-list/line-place.service.js';
import { lockTicket } from '../waiting-list/line-ticket.js';
import { isConnected } from './fresh.js';

const VANISHED = 'vanished';
/** How long consoles have to connect again to a server that has just started, in milliseconds. */
const COME_BACK_MS = 60_000;

/** Somebody who is away, and an account in which they have tickets. */
interface Gone {
  readonly staffId: string;
  readonly accountId: string;
  readonly goneAt: Date;
}

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
    private readonly texts: CallerTexts,
    private readonly openingHours: OpeningHoursService,
    private readonly line: LinePlaceService,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** While no process served consoles, nobody could come back: they get a moment for it, before any timer fires. */
  async onModuleInit(): Promise<void> {
    this.timers.handle(VANISHED, (tx, subject) => this.#graceOver(tx, subject));
    if (!this.environment.ROLES.includes('console')) return;
    await this.database.query(`UPDATE timer SET due_at = $2 WHERE kind = $1 AND due_at < $2`, [
      VANISHED,
      new Date(this.clock.now().getTime() + COME_BACK_MS),
    ]);
  }

  /** The last console of somebody went away. Each account gives them its own grace. */
  async personGone(tx: Transaction, staffId: string, now: Date): Promise<void> {
    const held = await tx.query<{ accountId: string }>(
      `SELECT DISTINCT account_id AS "accountId" FROM ticket WHERE assigned_to = $1 AND state = 'active'`,
      [staffId],
    );
    for (const { accountId } of held) await this.#plan(tx, { staffId, accountId, goneAt: now }, now);
  }

  /**
   * Somebody came to have a ticket when their consoles had gone already: they took it in that moment, or it was just being
   * given to them. Their going planned nothing for it, so this does.
   */
  async planForgotten(tx: Transaction, now: Date): Promise<void> {
    const forgotten = await tx.query<Gone>(
      `SELECT DISTINCT assigned_to AS "staffId", account_id AS "accountId", gone_at AS "goneAt"
       FROM ticket JOIN presence ON presence.staff_id = assigned_to
       WHERE state = 'active' AND gone_at IS NOT NULL AND NOT ${isConnected('assigned_to')}
         AND NOT EXISTS (SELECT FROM timer
           WHERE kind = '${VANISHED}' AND subject LIKE assigned_to || '@' || account_id || '@%')`,
    );
    for (const gone of forgotten) await this.#plan(tx, gone, now);
  }

  async #plan(tx: Transaction, { staffId, accountId, goneAt }: Gone, from: Date): Promise<void> {
    const { graceSeconds } = (await this.accounts.get(accountId)).settings.assignment;
    const due = new Date(from.getTime() + graceSeconds * 1000);
    await this.timers.schedule(tx, VANISHED, `${staffId}@${accountId}@${goneAt.toISOString()}`, due);
  }

  async #graceOver(tx: Transaction, subject: string): Promise<void> {
    const [staffId = '', accountId = '', goneAt = ''] = subject.split('@');
    const [person] = await tx.query<{ goneAt: Date | null }>(
      `SELECT gone_at AS "goneAt" FROM presence WHERE staff_id = $1 AND NOT ${isConnected('$1')}`,
      [staffId],
    );
    // They came back, and if they went again, another timer counts.
    if (person?.goneAt?.toISOString() !== goneAt) return;
    await this.giveBack(tx, staffId, accountId);
    await tx.query(`UPDATE presence SET chosen = 'available' WHERE staff_id = $1`, [staffId]);
  }

  /** Somebody goes on with none of their callers of an account. Whoever takes this from them has locked the person. */
  async giveBack(tx: Transaction, staffId: string, accountId: string): Promise<void> {
    const { whenVanished } = (await this.accounts.get(accountId)).settings.assignment;
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId);
    // A consultation outlives the opening. The line, in front or not, goes on only at the next one.
    const nobodyComes = opening?.state === 'closed' || opening?.state === 'unknown';
    const held = await tx.query<{ id: string }>(
      `SELECT id FROM ticket WHERE assigned_to = $1 AND account_id = $2 AND state = 'active' ORDER BY id`,
      [staffId, accountId],
    );
    for (const { id } of held) {
      const ticket = await lockTicket(tx, this.keys, id);
      if (ticket?.state !== 'active' || ticket.assignedTo !== staffId) continue;
      if (whenVanished === 'front') await this.line.toFront(tx, id);
      else {
        await this.followUps.put(tx, ticket, 'vanished');
        // Nobody may be left waiting for an answer of somebody who is gone.
        const period = `${id} ${this.clock.now().toISOString()}`;
        if (ticket.reachable) await this.texts.tell(tx, ticket, { situation: 'vanished', period });
      }
      if (whenVanished === 'supervisor' || ticket.risk !== 'none' || nobodyComes)
        await this.alarms.raise(tx, { ...ticket, assignedTo: null }, 'vanished');
    }
  }
}
