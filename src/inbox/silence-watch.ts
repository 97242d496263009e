import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AlarmService } from '../account/alarm.service.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { OpeningHoursService } from '../opening-hours/opening-hours.service.js';

const SILENCE_CHECK = 'silence-check';
const MINUTE_MS = 60_000;

/** What is true of an account now, and when to look again. */
interface Finding {
  readonly silent: boolean;
  readonly lookAgainAt: Date | null;
}

/**
 * Raises an alarm when an account that takes consultations has heard nothing from LINE for as long as its settings say:
 * a webhook address that LINE no longer reaches makes no event. Each check plans the next one as a row.
 */
@Injectable()
export class SilenceWatch implements OnModuleInit {
  constructor(
    private readonly timers: TimerService,
    private readonly openingHours: OpeningHoursService,
    private readonly alarms: AlarmService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(SILENCE_CHECK, async (tx, subject) => {
      const [accountId] = subject.split('@');
      if (accountId !== undefined) await this.#check(tx, accountId, subject);
    });
  }

  /** Hours, settings or clock changed: forget the planned checks and look now. */
  async restart(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    for (const accountId of accountIds) await this.#check(tx, accountId);
  }

  /** Something came while the alarm was raised. */
  async heard(tx: Transaction, accountId: string): Promise<void> {
    await this.#check(tx, accountId);
  }

  /** @param firing subject of the timer that fires, which is removed after this */
  async #check(tx: Transaction, accountId: string, firing = ''): Promise<void> {
    const { silent, lookAgainAt } = await this.#look(tx, accountId);
    if (silent) await this.alarms.raise(tx, accountId, 'channel-silent');
    else await this.alarms.clear(tx, accountId, ['channel-silent']);
    await tx.query(
      `DELETE FROM timer WHERE kind = $1 AND split_part(subject, '@', 1) = $2 AND subject <> $3`,
      [SILENCE_CHECK, accountId, firing],
    );
    // Never the name of the one that fires: where the clock was set back meanwhile, the instant may be the same.
    if (lookAgainAt !== null)
      await this.timers.schedule(tx, SILENCE_CHECK, `${accountId}@${uuidv7()}`, lookAgainAt);
  }

  async #look(tx: Transaction, accountId: string): Promise<Finding> {
    const limitMs = await silenceLimit(tx, accountId);
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId);
    if (limitMs === null || opening === undefined) return { silent: false, lookAgainAt: null };
    const { openedAt, nextOpensAt } = opening;
    // Whoever is closed expects nothing; silence is counted from the next opening.
    if (openedAt === null) return { silent: false, lookAgainAt: later(nextOpensAt, limitMs) };
    const now = this.clock.now();
    const since = new Date(Math.max(openedAt.getTime(), now.getTime() - limitMs));
    const [last] = await tx.query<{ receivedAt: Date }>(
      `SELECT received_at AS "receivedAt" FROM webhook_event_id
       WHERE account_id = $1 AND received_at > $2 AND received_at <= $3 ORDER BY received_at DESC LIMIT 1`,
      [accountId, since, now],
    );
    const due = later(last?.receivedAt ?? since, limitMs);
    if (due !== null && due > now) return { silent: false, lookAgainAt: due };
    // The next event and the next minute end it: an event that was stored while this looked may not see the alarm.
    return { silent: true, lookAgainAt: later(now, MINUTE_MS) };
  }
}

/** After how many milliseconds silence is one; null when the account's settings don't say. */
async function silenceLimit(tx: Transaction, accountId: string): Promise<number | null> {
  const [row] = await tx.query<{ minutes: number | null }>(
    `SELECT (settings ->> 'silentAfterMinutes')::int AS minutes FROM account WHERE id = $1`,
    [accountId],
  );
  return row === undefined || row.minutes === null ? null : row.minutes * MINUTE_MS;
}

function later(instant: Date | null, byMs: number): Date | null {
  return instant === null ? null : new Date(instant.getTime() + byMs);
}
