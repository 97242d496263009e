import {
  lesserTicketAlarms as lesser,
  type DeskView,
  riskLevels,
  type TicketAlarm,
  type TicketAlarmKind,
  type TicketSummary,
} from '../../shared/contract.js';

export interface TicketAlarmRow {
  readonly ticket: TicketSummary;
  readonly alarm: TicketAlarm;
}

export function ticketAlarmTone(kind: TicketAlarmKind): 'amber' | 'danger' {
  return lesser.has(kind) ? 'amber' : 'danger';
}

type Lists = Pick<DeskView, 'waiting' | 'followUps' | 'mine' | 'others' | 'ended'>;

/**
 * Every alarm that nobody has seen, in whatever list its ticket stands: the gravest first, then the oldest. What the
 * viewer did themselves is for others to see.
 */
export function ticketAlarmRows(
  desk: Lists,
  isFor: (accountId: string) => boolean,
  viewerId: string,
): TicketAlarmRow[] {
  const gravity = ({ ticket, alarm }: TicketAlarmRow): number =>
    (lesser.has(alarm.kind) ? 0 : riskLevels.length) + riskLevels.indexOf(ticket.risk);
  return [desk.waiting, desk.followUps, desk.mine, desk.others, desk.ended]
    .flat()
    .filter((ticket) => isFor(ticket.accountId))
    .flatMap((ticket) => ticket.alarms.map((alarm) => ({ ticket, alarm })))
    .filter(({ alarm: { causedBy } }) => causedBy.length === 0 || causedBy.some(({ id }) => id !== viewerId))
    .toSorted(
      (a, b) => gravity(b) - gravity(a) || Date.parse(a.alarm.raisedAt) - Date.parse(b.alarm.raisedAt),
    );
}
