import {
  CALL_NUMBER,
  type ChecklistStep,
  type ChecklistView,
  LATEST_MINUTES,
  type PhoneEntry,
  type StepCall,
} from '../../../shared/contract.js';

/** A step as it is being typed. */
export interface StepDraft {
  readonly title: string;
  readonly detail: string;
  readonly minutes: string;
  readonly needsNote: boolean;
  /** Null: nobody is called. */
  readonly call: CallDraft | null;
}

export interface CallDraft {
  readonly name: string;
  readonly number: string;
  readonly note: string;
  readonly verifiedOn: string;
}

export type StepFault = 'title' | 'twice' | 'minutes' | 'callName' | 'number' | 'verifiedOn';

export const freshStep: StepDraft = { title: '', detail: '', minutes: '', needsNote: false, call: null };

export function draftOf({ steps }: Pick<ChecklistView, 'steps'>): StepDraft[] {
  return steps.map(({ title, detail, byMinutes, needsNote, call }) => ({
    title,
    detail: detail ?? '',
    minutes: String(byMinutes),
    needsNote,
    call: call === null ? null : { ...call, note: call.note ?? '' },
  }));
}

/** As it is sent: what was left empty is not there. */
export function stepOf({ title, detail, minutes, needsNote, call }: StepDraft): ChecklistStep {
  return {
    title: title.trim(),
    detail: orNull(detail),
    byMinutes: Number(plain(minutes)),
    needsNote,
    call: call === null ? null : callOf(call),
  };
}

function callOf({ name, number, note, verifiedOn }: CallDraft): StepCall {
  return { name: name.trim(), number: plain(number), note: orNull(note), verifiedOn };
}

/** Numbers as people type them in Japan, also with wide digits. */
export function plain(typed: string): string {
  return typed.normalize('NFKC').replaceAll('ー', '-').trim();
}

function orNull(typed: string): string | null {
  return typed.trim() === '' ? null : typed.trim();
}

/** What is wrong with a step, in the order in which its fields stand. */
export function faultsOf(step: StepDraft, steps: readonly StepDraft[], today: string): StepFault[] {
  const { title, minutes, call } = step;
  const faults: StepFault[] = [];
  if (title.trim() === '') faults.push('title');
  else if (steps.filter((other) => other.title.trim() === title.trim()).length > 1) faults.push('twice');
  const within = plain(minutes);
  const isNumber = /^\d+$/.test(within) && Number(within) >= 1 && Number(within) <= LATEST_MINUTES;
  if (!isNumber) faults.push('minutes');
  if (call === null) return faults;
  if (call.name.trim() === '') faults.push('callName');
  if (!isDialled(call.number)) faults.push('number');
  if (call.verifiedOn === '' || call.verifiedOn > today) faults.push('verifiedOn');
  return faults;
}

function isDialled(number: string): boolean {
  const typed = plain(number);
  return CALL_NUMBER.test(typed) && /\d/.test(typed);
}

/** Steps are done from the top down: one that is due before the one above it is a slip, mostly. */
export function isEarlier(steps: readonly StepDraft[], index: number): boolean {
  const before = Number(plain(steps[index - 1]?.minutes ?? ''));
  const own = Number(plain(steps[index]?.minutes ?? ''));
  return own > 0 && before > own;
}

/** The number that callers are told of the same place, where it is another one. */
export function driftedFrom(call: CallDraft, phones: readonly PhoneEntry[]): PhoneEntry | undefined {
  const same = phones.filter(({ label }) => label === call.name.trim());
  const bare = (number: string): string => plain(number).replaceAll(/[^\d+#*]/g, '');
  return same.some(({ number }) => bare(number) === bare(call.number)) ? undefined : same[0];
}
