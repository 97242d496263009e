import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { type AccountSettings } from '../../account/account-settings.js';
import { AlarmService } from '../../account/alarm.service.js';
import { LoadReadModel } from '../../assignment/load.read-model.js';
import { DebriefReadModel } from '../../care/debrief.read-model.js';
import { Clock } from '../../config/clock.js';
import { type AccountView } from '../../contract/account.js';
import { type BridgeState } from '../../contract/bridge-figures.js';
import { type DeskView } from '../../contract/desk.js';
import { type CounselorLoad } from '../../contract/staff.js';
import { type TicketSummary } from '../../contract/ticket.js';
import { Database } from '../../database/database.service.js';
import { newestEventId } from '../../database/event/event-feed.js';
import { type Queryable } from '../../database/transaction.js';
import {
  type OpeningNow,
  OpeningHoursService,
  openingView,
} from '../../opening-hours/opening-hours.service.js';
import { type Principal, supervisedAccounts } from '../../staff/principal.js';
import { sharedWith } from '../../ticket/ticket-supervision.js';
import { TicketReadModel } from '../../ticket/ticket.read-model.js';
import { accountFor } from './account-share.js';

/** State as screens show it, each read in one snapshot with the newest event id that it includes. */
@Injectable()
export class DeskReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: AlarmService,
    private readonly tickets: TicketReadModel,
    private readonly loads: LoadReadModel,
    private readonly openingHours: OpeningHoursService,
    private readonly debriefs: DebriefReadModel,
    private readonly clock: Clock,
  ) {}

  async desk(principal: Principal): Promise<DeskView> {
    const accountIds = [...principal.memberships.keys()];
    const supervised = new Set(supervisedAccounts(principal));
    return this.database.snapshot(async (tx) => {
      const eventId = await newestEventId(tx);
      const open = (await this.tickets.open(tx, accountIds)).map((ticket) => sharedWith(principal, ticket));
      const active = open.filter((ticket) => ticket.state === 'active');
      const me = await this.loads.load(tx, principal.staffId);
      return {
        eventId,
        now: this.clock.now().toISOString(),
        accounts: (await this.accountViews(tx, accountIds)).map((account) => accountFor(principal, account)),
        ...unassigned(open),
        mine: active.filter((ticket) => ticket.assignedTo?.id === principal.staffId),
        incoming: active
          .filter((ticket) => isAddressed(ticket, me))
          .toSorted((a, b) => byText(a.transfer?.since ?? '', b.transfer?.since ?? '') || byText(a.id, b.id)),
        takenOver: active.filter(
          ({ assignedTo, supervision }) =>
            supervision?.takenOver?.counselor.id === principal.staffId &&
            assignedTo?.id !== principal.staffId,
        ),
        me,
        ended: await this.tickets.ended(tx, [...supervised]),
        others: active.filter(
          (ticket) => ticket.assignedTo?.id !== principal.staffId && isSupervised(ticket, supervised),
        ),
        counselors: await this.loads.loads(tx, { accountIds: [...supervised] }),
        debriefs: await this.debriefs.standing(tx, principal),
      };
    });
  }

  /** What the figures over these accounts are made of, as somebody sees it who supervises them and works in none. */
  async bridge(accountIds: readonly string[]): Promise<BridgeState & { readonly now: string }> {
    const supervised = new Set(accountIds);
    return this.database.snapshot(async (tx) => {
      const open = await this.tickets.open(tx, accountIds);
      return {
        now: this.clock.now().toISOString(),
        accounts: await this.accountViews(tx, accountIds),
        ...unassigned(open),
        mine: [],
        others: open.filter((ticket) => ticket.state === 'active' && isSupervised(ticket, supervised)),
        ended: await this.tickets.ended(tx, accountIds),
        counselors: await this.loads.loads(tx, { accountIds }),
      };
    });
  }

  async accountViews(tx: Queryable, accountIds: readonly string[]): Promise<AccountView[]> {
    // What an event tells of must be in what is told.
    await this.accounts.refresh(tx, accountIds);
    const openings = await this.openingHours.now(tx, accountIds);
    const counts = await tx.query<{ accountId: string; setAside: number }>(
      `SELECT account_id AS "accountId", count(*)::int AS "setAside" FROM (
         SELECT account_id FROM set_aside UNION ALL SELECT account_id FROM inbound_event WHERE state = 'set-aside') AS kept
       WHERE account_id = ANY($1) GROUP BY account_id`,
      [accountIds],
    );
    const setAside = new Map(counts.map((row) => [row.accountId, row.setAside]));
    const alarms = await this.alarms.of(tx, accountIds);
    const quotas = await quotasOf(tx, accountIds);
    const staffing = await this.loads.staffing(tx, accountIds);
    return accountIds.flatMap((id) => {
      const account = this.accounts.find(id);
      if (account === undefined) return [];
      const opening = openings.get(id) as OpeningNow;
      return [
        {
          id,
          name: account.name,
          opening: openingView(opening),
          setAside: setAside.get(id) ?? 0,
          alarms: alarms.get(id) ?? [],
          assignmentMode: account.settings.assignment.mode,
          staffing: {
            ...(staffing.get(id) ?? { online: 0, available: 0 }),
            minimum: account.settings.staffing.minimum,
            held: opening.held,
          },
          limitWarnMinutes: account.settings.limits.warnMinutes,
          undoSeconds: account.settings.undoSeconds,
          targets: targetsOf(account.settings),
          quota: quotas.get(id) ?? null,
        },
      ];
    });
  }
}

function targetsOf({ targets }: AccountSettings): AccountView['targets'] {
  const { waitMinutes, replyMinutes, heavyAtMost } = targets;
  return { waitMinutes, replyMinutes, heavyAtMost };
}

/** How much of the month's messages is used, by what LINE last said. */
async function quotasOf(
  tx: Queryable,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, AccountView['quota']>> {
  const rows = await tx.query<{ accountId: string; limit: number | null; used: number; checkedAt: Date }>(
    `SELECT account_id AS "accountId", message_limit AS "limit", used, checked_at AS "checkedAt"
     FROM account_quota WHERE account_id = ANY($1)`,
    [accountIds],
  );
  return new Map(
    rows.map(({ accountId, limit, used, checkedAt }) => [
      accountId,
      { limit, used, checkedAt: checkedAt.toISOString() },
    ]),
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a ticket is being handed over to this person, or to anybody like them. */
function isAddressed({ accountId, helpingAccountId, transfer }: TicketSummary, me: CounselorLoad): boolean {
  if (transfer?.state !== 'standing' || transfer.from.id === me.staffId) return false;
  const { to } = transfer;
  switch (to.kind) {
    case 'person':
      return to.staffId === me.staffId;
    case 'profession':
      return me.professions.includes(to.profession) && me.accountIds.includes(helpingAccountId ?? accountId);
    case 'account':
      return me.accountIds.includes(to.accountId);
  }
}

/** In the line, and past it: what is nobody's yet. */
function unassigned(open: readonly TicketSummary[]): Pick<DeskView, 'waiting' | 'followUps'> {
  return {
    waiting: open.filter((ticket) => ticket.state === 'waiting'),
    followUps: open
      .filter((ticket) => ticket.state === 'follow-up')
      .toSorted((a, b) => byText(a.followUp?.since ?? '', b.followUp?.since ?? '') || byText(a.id, b.id)),
  };
}

function isSupervised(
  { accountId, helpingAccountId }: TicketSummary,
  supervised: ReadonlySet<string>,
): boolean {
  return supervised.has(accountId) || (helpingAccountId !== null && supervised.has(helpingAccountId));
}
