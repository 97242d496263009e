import { useSyncExternalStore } from 'react';
import { type IncidentStep, type IncidentView } from '../../shared/contract.js';
import { readWords, subscribeWords } from '../../shared/words/words-storage.js';

/** Under which what somebody writes about a step is kept; the ticket's id at its end lets it go with the ticket. */
export const stepWordsName = (incident: IncidentView, { position }: IncidentStep): string =>
  `step ${incident.id} ${position} ${incident.ticketId}`;

/** Whether words are still to be said of a step: those that stand there were. */
export const isUnsaid = (words: string, { note }: IncidentStep): boolean =>
  words.trim() !== '' && words.trim() !== note;

/** The first step of which the person has written something that isn't said yet. */
export function useWrittenStep(incident: IncidentView, staffId: string): number | null {
  return useSyncExternalStore(
    subscribeWords,
    () =>
      incident.steps.find((step) => isUnsaid(readWords(staffId, stepWordsName(incident, step)) ?? '', step))
        ?.position ?? null,
  );
}
