import { type Transfer, type TransferTarget } from '../contract/assignment.js';
import { type FollowUpReason, type Profession, type Risk, type TicketAlarm } from '../contract/standing.js';
import { type TicketState, type TicketSummary } from '../contract/ticket.js';
import { followUpFrom } from './follow-up-from.js';

interface Person {
  readonly id: string;
  readonly displayName: string;
}

interface TransferRow {
  readonly id: string;
  readonly giver: Person;
  readonly toStaff: Person | null;
  readonly toProfession: Profession | null;
  readonly toAccountId: string | null;
  readonly state: Transfer['state'];
  readonly since: string;
  readonly declinedBy: Person | null;
}

export interface TicketRow {
  readonly id: string;
  readonly number: number;
  readonly accountId: string;
  readonly alias: string;
  readonly state: TicketState;
  readonly risk: Risk;
  readonly lineRank: number;
  readonly lineSince: Date;
  readonly followUpReason: FollowUpReason | null;
  readonly followUpSince: Date | null;
  readonly followedUpAt: Date | null;
  readonly alarms: readonly TicketAlarm[];
  readonly language: string | null;
  readonly profession: Profession | null;
  readonly timeLimitAt: Date | null;
  readonly carriedOver: boolean;
  readonly openedAt: Date;
  readonly waitingSince: Date;
  readonly takenAt: Date | null;
  readonly closedAt: Date | null;
  readonly assignedTo: Person | null;
  readonly offer: { readonly to: Person; readonly since: string; readonly until: string } | null;
  readonly transfer: TransferRow | null;
  readonly helpingAccountId: string | null;
  readonly idleAskedAt: Date | null;
  readonly idleClosesAt: Date | null;
  readonly callerReachable: boolean;
  readonly inStandby: boolean;
  readonly inboundCount: number;
  readonly lastInboundAt: Date | null;
  readonly unansweredSince: Date | null;
  readonly unseenCount: number;
}

function person(table: string): string {
  return `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id, 'displayName', ${table}.display_name) END`;
}

/** What stands of its handing over: asked for and not yet answered, or declined and not yet seen by who asked. */
const TRANSFER = `SELECT json_build_object('id', handover.id, 'giver', ${person('giver')}, 'toStaff', ${person('receiver')},
      'toProfession', to_profession, 'toAccountId', to_account_id, 'state', handover.state, 'since', made_at,
      'declinedBy', CASE WHEN handover.state = 'declined' THEN ${person('answerer')} END)
    FROM handover JOIN staff AS giver ON giver.id = from_staff_id LEFT JOIN staff AS receiver ON receiver.id = to_staff_id
      LEFT JOIN staff AS answerer ON answerer.id = answered_by
    WHERE ticket_id = ticket.id AND from_staff_id = ticket.assigned_to
      AND (handover.state = 'standing' OR handover.state = 'declined' AND dismissed_at IS NULL)
    ORDER BY made_at DESC, handover.id DESC LIMIT 1`;

export const SELECT_TICKETS = `
  SELECT ticket.id, ticket.number, ticket.account_id AS "accountId", caller.alias, ticket.state,
    risk, line_rank AS "lineRank", line_since AS "lineSince", follow_up_reason AS "followUpReason",
    follow_up_since AS "followUpSince", followed_up_at AS "followedUpAt", language, profession, time_limit_at AS "timeLimitAt",
    coalesce((SELECT json_agg(json_build_object('kind', kind, 'raisedAt', raised_at) ORDER BY raised_at, kind)
      FROM ticket_alarm WHERE ticket_id = ticket.id AND seen_at IS NULL), '[]') AS alarms,
    carried_over AS "carriedOver", opened_at AS "openedAt", waiting_since AS "waitingSince", taken_at AS "takenAt",
    closed_at AS "closedAt", ${person('staff')} AS "assignedTo",
    CASE WHEN ticket.state = 'waiting' THEN (
      SELECT json_build_object('to', ${person('offeree')}, 'since', offered_at, 'until', offer_until)
      FROM staff AS offeree WHERE offeree.id = offered_to) END AS offer,
    CASE WHEN ticket.state = 'active' THEN (${TRANSFER}) END AS transfer,
    CASE WHEN ticket.state IN ('active', 'closed') THEN helping_account_id END AS "helpingAccountId",
    CASE WHEN ticket.state = 'active' AND unanswered_since IS NULL THEN idle_asked_at END AS "idleAskedAt",
    CASE WHEN risk = 'none' THEN idle_closes_at END AS "idleClosesAt",
    NOT EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND NOT reachable) AS "callerReachable",
    EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND standby) AS "inStandby",
    inbound_count AS "inboundCount", last_inbound_at AS "lastInboundAt", unanswered_since AS "unansweredSince",
    (SELECT count(*)::int FROM message
      WHERE ticket_id = ticket.id AND direction = 'inbound' AND first_shown_at IS NULL) AS "unseenCount"
  FROM ticket JOIN caller ON caller.id = ticket.caller_id LEFT JOIN staff ON staff.id = ticket.assigned_to`;

export function toSummary(row: TicketRow): TicketSummary {
  const {
    lineRank,
    lineSince,
    followUpReason,
    followUpSince,
    followedUpAt,
    offer,
    transfer,
    idleAskedAt,
    idleClosesAt,
    ...rest
  } = row;
  return {
    ...rest,
    line: { rank: lineRank, since: lineSince.toISOString() },
    followUp:
      followUpReason === null || followUpSince === null || row.state !== 'follow-up'
        ? null
        : {
            reason: followUpReason,
            since: followUpSince.toISOString(),
            message: { from: followUpFrom(followUpSince).toISOString(), sentAt: iso(followedUpAt) },
          },
    alarms: row.alarms.map(({ kind, raisedAt }) => ({ kind, raisedAt: instant(raisedAt) })),
    offer: offer === null ? null : { to: offer.to, since: instant(offer.since), until: instant(offer.until) },
    transfer: transfer === null ? null : toTransfer(transfer),
    idle: idleAskedAt === null ? null : { askedAt: idleAskedAt.toISOString(), closesAt: iso(idleClosesAt) },
    timeLimitAt: iso(row.timeLimitAt),
    openedAt: row.openedAt.toISOString(),
    waitingSince: row.waitingSince.toISOString(),
    takenAt: iso(row.takenAt),
    closedAt: iso(row.closedAt),
    lastInboundAt: iso(row.lastInboundAt),
    unansweredSince: iso(row.unansweredSince),
  };
}

function toTransfer({ giver, toStaff, toProfession, toAccountId, since, ...rest }: TransferRow): Transfer {
  const to = transferTarget(toStaff, toProfession, toAccountId);
  if (to === null) throw new Error('a handing over has no target');
  return { ...rest, from: giver, to, since: instant(since) };
}

/** To whom a ticket is handed over, of the three columns that say it; null: back to the line. */
export function transferTarget(
  staff: Person | null,
  profession: Profession | null,
  accountId: string | null,
): TransferTarget | null {
  if (staff !== null) return { kind: 'person', staffId: staff.id, displayName: staff.displayName };
  if (profession !== null) return { kind: 'profession', profession };
  return accountId === null ? null : { kind: 'account', accountId };
}

/** As JSON made by PostgreSQL writes it. */
function instant(text: string): string {
  return new Date(text).toISOString();
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
