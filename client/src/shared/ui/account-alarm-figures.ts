import { type AccountAlarm, type AccountAlarmKind, type AccountView, type QuotaView } from '../contract.js';
import { type BarKind } from './bars.js';

/** What only who runs the server can mend, and no caller waits for. */
const upkeep: ReadonlySet<AccountAlarmKind> = new Set([
  'retention-failed',
  'key-backup-late',
  'key-replacement-failed',
]);

/** Of the whole server: each account has it at the same time. */
const serverWide: AccountAlarmKind = 'key-backup-late';

/** Little is left, as against nothing works: the former is amber, the latter red. */
const warnings: ReadonlySet<AccountAlarmKind> = new Set([
  'quota-80',
  'channel-silent',
  'understaffed',
  ...upkeep,
]);

export function alarmTone(kind: AccountAlarmKind): 'amber' | 'danger' {
  return warnings.has(kind) ? 'amber' : 'danger';
}

/** Where its line stands among all others: what callers feel comes first. */
export function alarmBar(kind: AccountAlarmKind): BarKind {
  return upkeep.has(kind) ? 'account-upkeep' : `account-${alarmTone(kind)}`;
}

/** The alarms of all these accounts. One of the whole server stands once, with no account: null. */
export function alarmsOf<Account extends Pick<AccountView, 'alarms'>>(
  accounts: readonly Account[],
): { account: Account | null; alarm: AccountAlarm }[] {
  const rows = accounts.flatMap((account) =>
    alarmsToShow(account.alarms).map((alarm) => ({ account, alarm })),
  );
  const first = rows.find(({ alarm }) => alarm.kind === serverWide);
  const own = rows.filter(({ alarm }) => alarm.kind !== serverWide);
  return first === undefined ? own : [...own, { account: null, alarm: first.alarm }];
}

/** The figures behind an alarm about the month's messages. */
export function alarmFigures(
  kind: AccountAlarmKind,
  quota: QuotaView | null,
): { readonly used: number; readonly limit: number } | null {
  if (!kind.startsWith('quota-') || quota === null || quota.limit === null) return null;
  return { used: quota.used, limit: quota.limit };
}

const quotaSteps: readonly AccountAlarmKind[] = ['quota-80', 'quota-95', 'quota-used-up'];

/** Of several steps of the month's messages only the highest is news; the worst stands first. */
export function alarmsToShow(alarms: readonly AccountAlarm[]): AccountAlarm[] {
  const highest = quotaSteps.findLast((step) => alarms.some(({ kind }) => kind === step));
  return alarms
    .filter(({ kind }) => kind === highest || !quotaSteps.includes(kind))
    .toSorted((a, b) => Number(alarmTone(a.kind) === 'amber') - Number(alarmTone(b.kind) === 'amber'));
}
