import { type IncidentEntry, type IncidentOutcome, type IncidentView } from '../../shared/contract.js';

/** One thing that happened in an emergency. */
export type TimelineItem =
  | { readonly kind: 'began'; readonly at: string; readonly by: string }
  | { readonly kind: 'finished'; readonly at: string; readonly by: string; readonly outcome: IncidentOutcome }
  | { readonly kind: 'entry'; readonly at: string; readonly by: string; readonly entry: IncidentEntry };

/** Everything in the order in which it was done. */
export function timelineOf(incident: IncidentView): TimelineItem[] {
  const { openedAt, openedBy, endedAt, endedBy, outcome, entries } = incident;
  const items: TimelineItem[] = [
    { kind: 'began', at: openedAt, by: openedBy.displayName },
    ...entries.map((entry) => ({ kind: 'entry' as const, at: entry.at, by: entry.by.displayName, entry })),
  ];
  if (endedAt !== null && endedBy !== null && outcome !== null)
    items.push({ kind: 'finished', at: endedAt, by: endedBy.displayName, outcome });
  return items;
}
