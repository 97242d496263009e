import { type TicketSupervision } from '../contract/supervision.js';
import { type TicketSummary } from '../contract/ticket.js';
import { type Principal } from '../staff/principal.js';
import { mayRead } from './ticket.access.js';

/** SQL: a person of a joined table, as JSON. */
export function person(table: string): string {
  return `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id, 'displayName', ${table}.display_name) END`;
}

/** As JSON made by PostgreSQL writes it. */
export function instant(text: string): string {
  return new Date(text).toISOString();
}

/** How an active ticket is supervised, as JSON: for \`SELECT_TICKETS\`. */
export const SUPERVISION = `SELECT json_build_object(
    'approval', CASE
      WHEN EXISTS (SELECT FROM approval_rule WHERE ticket_id = ticket.id AND ended_at IS NULL) THEN 'ticket'
      WHEN EXISTS (SELECT FROM approval_rule WHERE account_id = ticket.account_id AND staff_id = ticket.assigned_to
        AND ended_at IS NULL) THEN 'counselor' END,
    'held', (SELECT CASE WHEN count(*) > 0 THEN
        json_build_object('count', count(*), 'since', min(made_at), 'overdueAt', min(overdue_at)) END
      FROM held_reply WHERE ticket_id = ticket.id AND state = 'pending'),
    'whispers', (SELECT json_build_object(
        'toCounselor', count(*) FILTER (WHERE author_id <> ticket.assigned_to),
        'toSupervisors', count(*) FILTER (WHERE author_id = ticket.assigned_to))
      FROM message WHERE ticket_id = ticket.id AND direction = 'whisper' AND first_shown_at IS NULL),
    'consult', (SELECT json_build_object('id', consult_request.id, 'by', ${person('asker')}, 'since', asked_at,
        'overdueAt', overdue_at, 'taker', ${person('taker')})
      FROM consult_request JOIN staff AS asker ON asker.id = consult_request.staff_id
        LEFT JOIN staff AS taker ON taker.id = taken_by
      WHERE ticket_id = ticket.id AND ended_at IS NULL),
    'takenOver', (SELECT json_build_object('counselor', ${person('loser')}, 'at', made_at)
      FROM handover JOIN staff AS loser ON loser.id = from_staff_id
      WHERE ticket_id = ticket.id AND kind = 'take-over' AND to_staff_id = ticket.assigned_to
        AND made_at >= ticket.taken_at AND NOT EXISTS (SELECT FROM handover AS later
          WHERE later.ticket_id = ticket.id AND later.state = 'accepted' AND later.answered_at > handover.made_at)
      ORDER BY made_at DESC, handover.id DESC LIMIT 1))`;

/** Instants as everywhere. */
export function toSupervision(row: TicketSupervision): TicketSupervision {
  const { held, consult, takenOver } = row;
  return {
    ...row,
    held: held === null ? null : { ...held, since: instant(held.since), overdueAt: instant(held.overdueAt) },
    consult:
      consult === null
        ? null
        : { ...consult, since: instant(consult.since), overdueAt: instant(consult.overdueAt) },
    takenOver: takenOver === null ? null : { ...takenOver, at: instant(takenOver.at) },
  };
}

/** What one of the account's people is told of how a ticket is supervised. */
export type SupervisionShare = 'all' | 'taken-over' | 'nothing';

/** Its counselor and supervisors know it all; from whom it was taken over, just that. It is nobody else's business. */
export function supervisionShare(principal: Principal, ticket: TicketSummary): SupervisionShare {
  const { accountId, helpingAccountId, assignedTo, supervision } = ticket;
  if (mayRead(principal, { accountId, helpingAccountId, assignedTo: assignedTo?.id ?? null })) return 'all';
  return supervision?.takenOver?.counselor.id === principal.staffId ? 'taken-over' : 'nothing';
}

export function withShare(ticket: TicketSummary, share: SupervisionShare): TicketSummary {
  const { supervision } = ticket;
  if (share === 'all' || supervision === null) return ticket;
  if (share === 'nothing') return { ...ticket, supervision: null };
  const { takenOver } = supervision;
  const whispers = { toCounselor: 0, toSupervisors: 0 };
  return { ...ticket, supervision: { approval: null, held: null, whispers, consult: null, takenOver } };
}

/** A ticket as this person may see it. */
export function sharedWith(principal: Principal, ticket: TicketSummary): TicketSummary {
  return withShare(ticket, supervisionShare(principal, ticket));
}
