import { type CannedTextEntry, cannedTextEntrySchema } from '../../../shared/contract.js';

export type CannedFault = 'shortcut' | 'twice' | 'title' | 'body' | 'other';

/** What is wrong with each canned text, by its place; the first fault of it. */
export function cannedFaults(items: readonly CannedTextEntry[]): ReadonlyMap<number, CannedFault> {
  const faults = new Map<number, CannedFault>();
  items.forEach((item, index) => {
    const parsed = cannedTextEntrySchema.safeParse(item);
    const field = parsed.error?.issues[0]?.path[0];
    if (!parsed.success)
      faults.set(index, field === 'shortcut' || field === 'title' || field === 'body' ? field : 'other');
    else if (items.findIndex((other) => other.shortcut.trim() === parsed.data.shortcut) !== index)
      faults.set(index, 'twice');
  });
  return faults;
}
