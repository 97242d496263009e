import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { type Account, AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type FollowUpReason } from '../contract/standing.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { FollowUpService } from './follow-up.service.js';
import { LinePlaceService } from './line-place.service.js';
import { mutedAmong } from './muted.js';

/** A caller who writes and whom nobody looks after: with a ticket just made, or one on the follow-up list. */
export interface Entrant {
  readonly ticketId: string;
  readonly accountId: string;
  readonly callerId: string;
  /** Null for a ticket that was just made: it waits. */
  readonly followUpReason: FollowUpReason | null;
}

/** What becomes of an entrant: the line, or the follow-up list with a reason. */
export interface Admission {
  readonly ticketId: string;
  readonly refused: FollowUpReason | null;
  /** From when on they may come again; known for `limit`. */
  readonly again: Date | null;
}

/** After the end of which stay they go back to where they stood; after all others, behind those who wait. */
const keepsPlace: ReadonlySet<FollowUpReason> = new Set(['blocked', 'vanished']);

/**
 * Decides who comes into the line. What stands in the way yields to risk: whoever carries a mark, or carried one within
 * a day, is always let in.
 */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly followUps: FollowUpService,
    private readonly line: LinePlaceService,
    private readonly clock: Clock,
  ) {}

  /** Decides, and moves the tickets accordingly. Their rows are locked. */
  async admit(tx: Transaction, entrants: readonly Entrant[]): Promise<ReadonlyMap<string, Admission>> {
    const admissions = new Map<string, Admission>();
    for (const accountId of [...new Set(entrants.map((entrant) => entrant.accountId))].toSorted()) {
      const ofAccount = entrants.filter((entrant) => entrant.accountId === accountId);
      const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
      for (const admission of await this.#judge(tx, accountId, ofAccount, opening))
        admissions.set(admission.ticketId, admission);
      await this.#carryOut(tx, ofAccount, admissions, opening);
    }
    return admissions;
  }

  async #judge(
    tx: Transaction,
    accountId: string,
    entrants: readonly Entrant[],
    opening: OpeningNow,
  ): Promise<Admission[]> {
    const account = await this.accounts.get(accountId);
    const callerIds = entrants.map((entrant) => entrant.callerId);
    const now = this.clock.now();
    const muted = await mutedAmong(tx, callerIds, now);
    const risky = await atRiskAmong(tx, callerIds, now);
    const limits = await pastLimit(tx, account, callerIds, now);
    let room = await this.#room(tx, account, entrants);
    return entrants.map(({ ticketId, callerId, followUpReason }): Admission => {
      const refuse = (refused: FollowUpReason, again: Date | null = null) => ({ ticketId, refused, again });
      if (muted.has(callerId)) return refuse('muted');
      const returns = followUpReason !== null && keepsPlace.has(followUpReason);
      if (!risky.has(callerId) && !returns) {
        const again = limits.get(callerId);
        if (again !== undefined) return refuse('limit', again);
        if (opening.state !== 'open' && account.settings.whenClosed === 'reply-only')
          return refuse(followUpReason === 'closing' ? 'closing' : 'out-of-hours');
        if (room <= 0) return refuse('full');
      }
      room -= 1;
      return { ticketId, refused: null, again: null };
    });
  }

  /** How many more may wait; those who have just come are counted among them already. */
  async #room(tx: Transaction, account: Account, entrants: readonly Entrant[]): Promise<number> {
    const { atMost } = account.settings.waiting;
    if (atMost === undefined) return Number.POSITIVE_INFINITY;
    // Two who come at the same instant must not both take the last place.
    await tx.query('SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE', [account.id]);
    const [row] = await tx.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM ticket WHERE account_id = $1 AND state = 'waiting' AND NOT id = ANY($2)`,
      [account.id, entrants.map((entrant) => entrant.ticketId)],
    );
    return atMost - (row?.waiting ?? 0);
  }

  async #carryOut(
    tx: Transaction,
    entrants: readonly Entrant[],
    admissions: ReadonlyMap<string, Admission>,
    opening: OpeningNow,
  ): Promise<void> {
    const fresh: string[] = [];
    for (const { ticketId, accountId, followUpReason } of entrants) {
      const refused = admissions.get(ticketId)?.refused ?? null;
      if (refused !== null) {
        if (refused !== followUpReason)
          await this.followUps.put(tx, { ticketId, accountId, assignedTo: null }, refused);
      } else if (followUpReason === null) fresh.push(ticketId);
      else await this.line.backToLine(tx, ticketId, keepsPlace.has(followUpReason) ? 'old' : 'new');
    }
    // Within the opening they stand where they were made: at the end.
    const [first] = entrants;
    if (first !== undefined && fresh.length > 0 && opening.state !== 'open')
      await this.line.carryOver(tx, first.accountId, fresh);
  }
}

/** Of these callers, those who carry a risk mark, or carried one within the last day. */
async function atRiskAmong(
  tx: Queryable,
  callerIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ callerId: string }>(
    `SELECT DISTINCT caller_id AS "callerId" FROM ticket
     WHERE caller_id = ANY($1) AND risk <> 'none' AND coalesce(closed_at > $2::timestamptz - interval '1 day', true)`,
    [callerIds, now],
  );
  return new Set(rows.map((row) => row.callerId));
}

/** Of these callers, those past what one may use, and from when on they may come again. */
async function pastLimit(
  tx: Queryable,
  account: Account,
  callerIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Date>> {
  const { consultationsPerDay, coolDownMinutes } = account.settings.limits;
  const past = new Map<string, Date>();
  if (consultationsPerDay === undefined && coolDownMinutes === undefined) return past;
  const { today, tomorrow } = dayOf(now);
  const rows = await tx.query<{ callerId: string; today: number; endedAt: Date | null }>(
    `SELECT caller_id AS "callerId", (count(*) FILTER (WHERE taken_at >= $2))::int AS today,
       max(closed_at) AS "endedAt"
     FROM ticket WHERE caller_id = ANY($1) AND state = 'closed' AND taken_at IS NOT NULL GROUP BY caller_id`,
    [callerIds, today],
  );
  for (const row of rows) {
    const cooled =
      row.endedAt === null || coolDownMinutes === undefined
        ? now
        : new Date(row.endedAt.getTime() + coolDownMinutes * 60_000);
    const spent = consultationsPerDay !== undefined && row.today >= consultationsPerDay;
    const again = spent && tomorrow > cooled ? tomorrow : cooled;
    if (again > now) past.set(row.callerId, again);
  }
  return past;
}

/** The day in Japan that an instant lies in. */
function dayOf(at: Date): { readonly today: Date; readonly tomorrow: Date } {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO('Asia/Tokyo')
    .startOfDay();
  return {
    today: new Date(day.epochMilliseconds),
    tomorrow: new Date(day.add({ days: 1 }).epochMilliseconds),
  };
}
