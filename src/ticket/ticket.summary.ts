import { type Transfer, type TransferTarget } from '../contract/assignment.js';
import { type TicketIncident } from '../contract/incident.js';
import { type FollowUpReason, type Profession, type Risk, type TicketAlarm } from '../contract/standing.js';
import { type TicketSupervision } from '../contract/supervision.js';
import { type TicketState, type TicketSummary } from '../contract/ticket.js';
import { followUpFrom } from './follow-up-from.js';
import { instant, person, SUPERVISION, toSupervision } from './ticket-supervision.js';

interface Person {
  readonly id: string;
  readonly displayName: string;
}

/** An account as also those see it who don't belong to it. */
export interface NamedAccount {
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
}

interface TransferRow {
  readonly id: string;
  readonly giver: Person;
  readonly toStaff: Person | null;
  readonly toProfession: Profession | null;
  readonly toAccount: NamedAccount | null;
  readonly state: Transfer['state'];
  readonly since: string;
  readonly declinedBy: Person | null;
}

export interface TicketRow {
  readonly id: string;
  readonly number: number;
  readonly accountId: string;
  readonly accountName: NamedAccount['name'];
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
  readonly waitCountsFrom: Date | null;
  readonly takenAt: Date | null;
  readonly closedAt: Date | null;
  readonly assignedTo: Person | null;
  readonly offer: { readonly to: Person; readonly since: string; readonly until: string } | null;
  readonly transfer: TransferRow | null;
  readonly helpingAccountId: string | null;
  readonly idleAskedAt: Date | null;
  readonly idleClosesAt: Date | null;
  readonly incident: TicketIncident | null;
  readonly callerReachable: boolean;
  readonly inStandby: boolean;
  readonly inboundCount: number;
  readonly lastInboundAt: Date | null;
  readonly unansweredSince: Date | null;
  readonly unseenCount: number;
  readonly undeliveredCount: number;
  readonly mutedUntil: Date | null;
  readonly erased: boolean;
  readonly supervision: TicketSupervision | null;
}

/** SQL: a `NamedAccount` of a row of `account`; null where there is none. */
export function namedAccount(table: string): string {
  return `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id,
    'name', json_build_object('ja', ${table}.name_ja, 'en', ${table}.name_en)) END`;
}

/** What stands of its handing over: asked for and not yet answered, or declined and not yet seen by who asked. */
const TRANSFER = `SELECT json_build_object('id', handover.id, 'giver', ${person('giver')}, 'toStaff', ${person('receiver')},
      'toProfession', to_profession, 'toAccount', ${namedAccount('taker')}, 'state', handover.state, 'since', made_at,
      'declinedBy', CASE WHEN handover.state = 'declined' THEN ${person('answerer')} END)
    FROM handover JOIN staff AS giver ON giver.id = from_staff_id LEFT JOIN staff AS receiver ON receiver.id = to_staff_id
      LEFT JOIN staff AS answerer ON answerer.id = answered_by LEFT JOIN account AS taker ON taker.id = to_account_id
    WHERE ticket_id = ticket.id AND from_staff_id = ticket.assigned_to
      AND (handover.state = 'standing' OR handover.state = 'declined' AND dismissed_at IS NULL)
    ORDER BY made_at DESC, handover.id DESC LIMIT 1`;

/** Its open emergency, and how far the steps of that are. */
const INCIDENT = `SELECT json_build_object('id', incident.id, 'since', opened_at,
      'nextDueAt', min(due_at) FILTER (WHERE incident_step.state = 'open'),
      'settled', count(*) FILTER (WHERE incident_step.state <> 'open'), 'steps', count(*))
    FROM incident JOIN incident_step ON incident_id = incident.id
    WHERE incident.ticket_id = ticket.id AND incident.state = 'open' GROUP BY incident.id`;

export const SELECT_TICKETS = `
  SELECT ticket.id, ticket.number, ticket.account_id AS "accountId",
    json_build_object('ja', account.name_ja, 'en', account.name_en) AS "accountName", caller.alias, ticket.state,
    risk, line_rank AS "lineRank", line_since AS "lineSince", follow_up_reason AS "followUpReason",
    follow_up_since AS "followUpSince", followed_up_at AS "followedUpAt", language, profession, time_limit_at AS "timeLimitAt",
    coalesce((SELECT json_agg(json_build_object('kind', kind, 'raisedAt', raised_at, 'causedBy',
        (SELECT coalesce(json_agg(${person('causer')} ORDER BY causer.id), '[]') FROM staff AS causer
         WHERE causer.id = ANY(caused_by))) ORDER BY raised_at, kind)
      FROM ticket_alarm WHERE ticket_id = ticket.id AND seen_at IS NULL), '[]') AS alarms,
    carried_over AS "carriedOver", opened_at AS "openedAt", waiting_since AS "waitingSince",
    CASE WHEN carried_over AND carried_over_to IS NULL THEN NULL ELSE greatest(waiting_since, carried_over_to) END AS "waitCountsFrom",
    taken_at AS "takenAt",
    closed_at AS "closedAt", ${person('staff')} AS "assignedTo",
    CASE WHEN ticket.state = 'waiting' THEN (
      SELECT json_build_object('to', ${person('offeree')}, 'since', offered_at, 'until', offer_until)
      FROM staff AS offeree WHERE offeree.id = offered_to) END AS offer,
    CASE WHEN ticket.state = 'active' THEN (${TRANSFER}) END AS transfer,
    CASE WHEN ticket.state IN ('active', 'closed') THEN helping_account_id END AS "helpingAccountId",
    CASE WHEN ticket.state = 'active' AND unanswered_since IS NULL THEN idle_asked_at END AS "idleAskedAt",
    CASE WHEN risk = 'none' THEN idle_closes_at END AS "idleClosesAt", (${INCIDENT}) AS incident,
    NOT EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND NOT reachable) AS "callerReachable",
    EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND standby) AS "inStandby",
    inbound_count AS "inboundCount", last_inbound_at AS "lastInboundAt", unanswered_since AS "unansweredSince",
    (SELECT count(*)::int FROM message
      WHERE ticket_id = ticket.id AND direction = 'inbound' AND first_shown_at IS NULL) AS "unseenCount",
    (SELECT count(*)::int FROM delivery JOIN message ON message.delivery_id = delivery.id
      WHERE delivery.caller_id = ticket.caller_id AND delivery.state IN ('failed', 'unreachable')
        AND message.ticket_id = ticket.id AND direction = 'outbound') AS "undeliveredCount",
    (SELECT max(until) FROM caller_mute WHERE caller_mute.caller_id = ticket.caller_id AND lifted_at IS NULL) AS "mutedUntil",
    caller.erased_at IS NOT NULL AS erased,
    CASE WHEN ticket.state = 'active' THEN (${SUPERVISION}) END AS supervision
  FROM ticket JOIN caller ON caller.id = ticket.caller_id JOIN account ON account.id = ticket.account_id LEFT JOIN staff ON staff.id = ticket.assigned_to`;

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
    alarms: row.alarms.map((alarm) => ({ ...alarm, raisedAt: instant(alarm.raisedAt) })),
    offer: offer === null ? null : { to: offer.to, since: instant(offer.since), until: instant(offer.until) },
    transfer: transfer === null ? null : toTransfer(transfer),
    idle: idleAskedAt === null ? null : { askedAt: idleAskedAt.toISOString(), closesAt: iso(idleClosesAt) },
    incident: toIncident(row.incident),
    timeLimitAt: iso(row.timeLimitAt),
    openedAt: row.openedAt.toISOString(),
    waitingSince: row.waitingSince.toISOString(),
    waitCountsFrom: iso(row.waitCountsFrom),
    mutedUntil: iso(row.mutedUntil),
    takenAt: iso(row.takenAt),
    closedAt: iso(row.closedAt),
    lastInboundAt: iso(row.lastInboundAt),
    unansweredSince: iso(row.unansweredSince),
    supervision: row.supervision === null ? null : toSupervision(row.supervision),
  };
}

function toTransfer({ giver, toStaff, toProfession, toAccount, since, ...rest }: TransferRow): Transfer {
  const to = transferTarget(toStaff, toProfession, toAccount);
  if (to === null) throw new Error('a handing over has no target');
  return { ...rest, from: giver, to, since: instant(since) };
}

/** To whom a ticket is handed over, of the three columns that say it; null: back to the line. */
export function transferTarget(
  staff: Person | null,
  profession: Profession | null,
  account: NamedAccount | null,
): TransferTarget | null {
  if (staff !== null) return { kind: 'person', staffId: staff.id, displayName: staff.displayName };
  if (profession !== null) return { kind: 'profession', profession };
  return account === null ? null : { kind: 'account', accountId: account.id, name: account.name };
}

function toIncident(incident: TicketIncident | null): TicketIncident | null {
  if (incident === null) return null;
  const { since, nextDueAt } = incident;
  return { ...incident, since: instant(since), nextDueAt: nextDueAt === null ? null : instant(nextDueAt) };
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
