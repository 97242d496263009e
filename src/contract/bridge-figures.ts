import { type AccountView } from './account.js';
import { type DeskView } from './desk.js';
import { type CounselorLoad } from './staff.js';
import { lesserTicketAlarms } from './standing.js';
import { type TicketSummary } from './ticket.js';

const minuteMs = 60_000;

/** What a supervisor asks first, as lists: a figure is the length of the list that it leads to. */
export const figureLists = [
  'waiting',
  'oldest',
  'owed',
  'risk',
  'unseen',
  'people',
  'overloaded',
  'idle',
  'undelivered',
  'debriefs',
  'follow-ups',
  'quota',
] as const;
export type FigureList = (typeof figureLists)[number];

/** A wait, with the account's target for it. */
export interface Wait {
  readonly ticket: TicketSummary;
  /** From when on it counts. */
  readonly since: string;
  readonly targetMinutes: number;
  readonly isLate: boolean;
}

export const overloadReasons = ['capacity', 'late', 'heavy'] as const;
export type OverloadReason = (typeof overloadReasons)[number];

export interface Overload {
  readonly counselor: CounselorLoad;
  readonly reasons: readonly OverloadReason[];
}

export interface Quota {
  readonly account: AccountView;
  /** Of the month's messages, as a fraction; null: no limit, or nobody has asked LINE yet. */
  readonly used: number | null;
}

/** As much of a desk as its figures are made of. */
export type BridgeState = Pick<
  DeskView,
  'accounts' | 'waiting' | 'followUps' | 'mine' | 'others' | 'ended' | 'counselors'
>;

export interface BridgeFigures {
  readonly waiting: readonly TicketSummary[];
  /** Those of them whose wait counts already, the longest first. */
  readonly waits: readonly Wait[];
  /** Callers of taken tickets who wait for our reply, the longest first. */
  readonly owed: readonly Wait[];
  readonly atRisk: readonly TicketSummary[];
  readonly unseen: readonly TicketSummary[];
  readonly unseenMessages: number;
  readonly idle: readonly TicketSummary[];
  readonly undelivered: readonly TicketSummary[];
  readonly undeliveredMessages: number;
  /** What rings at supervisors until one has confirmed it. */
  readonly alarms: number;
  /** Of them, those on which somebody's life may hang. */
  readonly graveAlarms: number;
  /** Accounts that are open with fewer people than they ask for. */
  readonly short: readonly AccountView[];
  readonly available: number;
  readonly online: number;
  readonly overloaded: readonly Overload[];
  /** The account that has used most of its month; null: there is no limit to know of. */
  readonly quota: Quota | null;
}

/**
 * What each number of the board and of a screen on the wall means: the one place that decides it. Consoles make them of
 * the desk that they hold, the server of the rows for a screen that may hold none.
 */
export function bridgeFigures(desk: BridgeState, now: number): BridgeFigures {
  const taken = [...desk.mine, ...desk.others];
  const open = [...desk.waiting, ...taken, ...desk.followUps];
  const unseen = open.filter(({ unseenCount }) => unseenCount > 0);
  const undelivered = open.filter(({ undeliveredCount }) => undeliveredCount > 0);
  const owed = owedWaits(desk, now);
  const alarms = [...open, ...desk.ended].flatMap((ticket) => ticket.alarms);
  return {
    waiting: desk.waiting,
    waits: lineWaits(desk, now),
    owed,
    atRisk: open.filter(({ risk }) => risk !== 'none').toSorted(byRisk),
    unseen,
    unseenMessages: sumOf(unseen, ({ unseenCount }) => unseenCount),
    idle: taken.filter(({ idle }) => idle !== null),
    undelivered,
    undeliveredMessages: sumOf(undelivered, ({ undeliveredCount }) => undeliveredCount),
    alarms: alarms.length,
    graveAlarms: alarms.filter(({ kind }) => !lesserTicketAlarms.has(kind)).length,
    short: desk.accounts.filter(
      ({ staffing, opening }) => opening.state === 'open' && staffing.available < staffing.minimum,
    ),
    available: desk.counselors.filter(({ presence }) => presence === 'available').length,
    online: desk.counselors.filter(({ presence }) => presence !== 'offline').length,
    overloaded: overloads(desk, owed),
    quota: fullest(desk.accounts),
  };
}

/** The figures of a bridge as numbers alone: nothing of them leads to anybody. */
export interface BridgeNumbers {
  readonly waiting: number;
  /** The longest wait that counts already; null: none does. */
  readonly oldest: { readonly since: string; readonly targetMinutes: number } | null;
  readonly late: number;
  readonly owed: number;
  readonly owedLate: number;
  readonly atRisk: number;
  /** Of them, high or imminent. */
  readonly grave: number;
  readonly alarms: number;
  readonly graveAlarms: number;
  readonly unseenMessages: number;
  /** Accounts that are open with fewer people than they ask for. */
  readonly short: number;
  readonly available: number;
  readonly online: number;
}

export function bridgeNumbers(figures: BridgeFigures): BridgeNumbers {
  const [longest] = figures.waits;
  return {
    waiting: figures.waiting.length,
    oldest: longest === undefined ? null : { since: longest.since, targetMinutes: longest.targetMinutes },
    late: figures.waits.filter(({ isLate }) => isLate).length,
    owed: figures.owed.length,
    owedLate: figures.owed.filter(({ isLate }) => isLate).length,
    atRisk: figures.atRisk.length,
    grave: figures.atRisk.filter(({ risk }) => gravity[risk] >= gravity.high).length,
    alarms: figures.alarms,
    graveAlarms: figures.graveAlarms,
    unseenMessages: figures.unseenMessages,
    short: figures.short.length,
    available: figures.available,
    online: figures.online,
  };
}

/** Since when the caller of a taken ticket waits for their counselor: since they wrote, or since it was taken. */
export function owedSince({ unansweredSince, takenAt }: TicketSummary): string | null {
  if (unansweredSince === null || takenAt === null) return unansweredSince;
  return Date.parse(takenAt) > Date.parse(unansweredSince) ? takenAt : unansweredSince;
}

function lineWaits({ waiting, accounts }: BridgeState, now: number): Wait[] {
  return waiting
    .flatMap((ticket): Wait[] => {
      const since = ticket.waitCountsFrom;
      // Who came before the opening waits for it first.
      if (since === null || Date.parse(since) > now) return [];
      return [waitOf(ticket, since, targetsOf(accounts, ticket.accountId)?.waitMinutes, now)];
    })
    .toSorted(bySince);
}

function owedWaits({ mine, others, accounts }: BridgeState, now: number): Wait[] {
  return [...mine, ...others]
    .flatMap((ticket): Wait[] => {
      const since = owedSince(ticket);
      if (since === null || !ticket.callerReachable || ticket.inStandby) return [];
      return [waitOf(ticket, since, targetsOf(accounts, ticket.accountId)?.replyMinutes, now)];
    })
    .toSorted(bySince);
}

function waitOf(ticket: TicketSummary, since: string, targetMinutes: number | undefined, now: number): Wait {
  const minutes = targetMinutes ?? Infinity;
  return { ticket, since, targetMinutes: minutes, isLate: now - Date.parse(since) >= minutes * minuteMs };
}

/** Too much in one person's hands: more than they may have, somebody who waits too long, or more at risk than one can carry. */
function overloads({ mine, others, counselors, accounts }: BridgeState, owed: readonly Wait[]): Overload[] {
  return counselors.flatMap((counselor): Overload[] => {
    const isTheirs = ({ assignedTo }: TicketSummary): boolean => assignedTo?.id === counselor.staffId;
    const heavy = [...mine, ...others].filter((ticket) => isTheirs(ticket) && ticket.risk !== 'none');
    const limits = heavy.map(({ accountId }) => targetsOf(accounts, accountId)?.heavyAtMost ?? Infinity);
    const reasons: OverloadReason[] = [
      ...(counselor.activeTickets > counselor.capacity ? (['capacity'] as const) : []),
      ...(owed.some(({ ticket, isLate }) => isLate && isTheirs(ticket)) ? (['late'] as const) : []),
      ...(heavy.length > Math.min(...limits) ? (['heavy'] as const) : []),
    ];
    return reasons.length === 0 ? [] : [{ counselor, reasons }];
  });
}

function fullest(accounts: readonly AccountView[]): Quota | null {
  const quotas = accounts.flatMap((account): Quota[] => {
    if (account.quota === null) return [];
    const { limit, used } = account.quota;
    return [{ account, used: limit === null ? null : limit === 0 ? 1 : used / limit }];
  });
  return quotas.toSorted((a, b) => (b.used ?? -1) - (a.used ?? -1))[0] ?? null;
}

function targetsOf(accounts: readonly AccountView[], accountId: string): AccountView['targets'] | undefined {
  return accounts.find(({ id }) => id === accountId)?.targets;
}

const gravity = { none: 0, watch: 1, high: 2, imminent: 3 } as const;
const byRisk = (a: TicketSummary, b: TicketSummary): number => gravity[b.risk] - gravity[a.risk];
const bySince = (a: Wait, b: Wait): number => Date.parse(a.since) - Date.parse(b.since);

function sumOf<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}
