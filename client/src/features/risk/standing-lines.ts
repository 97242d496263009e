import { type Risk, type StandingView } from '../../shared/contract.js';

/** One decision of somebody's about a ticket. */
export type StandingLine = {
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
} & ({ readonly kind: 'risk'; readonly risk: Risk } | { readonly kind: 'pick'; readonly ahead: number });

/** Marks and picks as one story, newest first. */
export function standingLines({ risks, picks }: StandingView): StandingLine[] {
  const lines: StandingLine[] = [
    ...risks.map((mark) => ({ kind: 'risk' as const, ...mark })),
    ...picks.map((pick) => ({ kind: 'pick' as const, ...pick })),
  ];
  return lines.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
