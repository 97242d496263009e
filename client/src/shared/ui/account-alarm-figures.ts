import { type AccountAlarm, type AccountAlarmKind, type QuotaView } from '../contract.js';

/** Little is left, as against nothing works: the former is amber, the latter red. */
const warnings: ReadonlySet<AccountAlarmKind> = new Set([
  'quota-80',
  'channel-silent',
  'understaffed',
  'retention-failed',
  'key-backup-late',
  'key-replacement-failed',
]);

export function alarmTone(kind: AccountAlarmKind): 'amber' | 'danger' {
  return warnings.has(kind) ? 'amber' : 'danger';
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
