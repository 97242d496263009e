import { type Schedule, scheduleSchema } from '../../../shared/contract.js';

export type FieldFault =
  | 'opens'
  | 'closes'
  | 'lastAcceptance'
  | 'lines'
  | 'days'
  | 'date'
  | 'monthDay'
  | 'end'
  | 'dateTwice'
  | 'other';

const byField: Readonly<Record<string, FieldFault>> = {
  opens: 'opens',
  closes: 'closes',
  lastAcceptance: 'lastAcceptance',
  lines: 'lines',
  days: 'days',
  date: 'date',
};

/** What is wrong with a schedule, by the path of the field: `weekly.0.closes`. */
export function faultsOf(schedule: Schedule): ReadonlyMap<string, FieldFault> {
  const parsed = scheduleSchema.safeParse(schedule);
  if (parsed.success) return new Map();
  const faults = new Map<string, FieldFault>();
  for (const { path, code, ...issue } of parsed.error.issues) {
    // A date is either closed or has hours of its own: the second alternative says what is wrong with those.
    const inner = code === 'invalid_union' && 'errors' in issue ? (issue.errors[1] ?? []) : [];
    if (inner.length === 0) note(faults, path, code);
    for (const each of inner) note(faults, [...path, ...each.path], each.code);
  }
  return faults;
}

function note(faults: Map<string, FieldFault>, path: readonly PropertyKey[], code: string): void {
  const name = path.map(String).join('.');
  if (!faults.has(name)) faults.set(name, faultOf(path, code));
}

function faultOf(path: readonly PropertyKey[], code: string): FieldFault {
  const [section] = path;
  const field = path.findLast((part) => typeof part === 'string');
  if (section === 'closedYearly') return 'monthDay';
  if (section === 'dates' && field === 'date' && code === 'custom') return 'dateTwice';
  if (field === 'to' && code === 'custom') return 'end';
  if (field === 'from' || field === 'to') return 'date';
  return byField[String(field)] ?? 'other';
}
