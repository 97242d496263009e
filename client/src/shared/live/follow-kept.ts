import { type QueryClient } from '@tanstack/react-query';
import { type ConsoleEvent } from '../contract.js';
import { approvalRulesKey, incidentListKey, incidentsKey, mutesKey, standingKey } from './query-keys.js';

/** What an event makes untrue beside the desk, the talk rooms and the hours. */
function untrueAfter(event: ConsoleEvent): readonly (readonly unknown[])[] {
  switch (event.type) {
    case 'ticket.changed':
      // Whoever gets a ticket back heard nothing of its emergency meanwhile.
      return [standingKey(event.ticket.id), incidentsKey(event.ticket.id), mutesKey, approvalRulesKey];
    case 'incident.changed':
      return [incidentsKey(event.ticketId), incidentListKey];
    case 'counselor.changed':
      return [approvalRulesKey];
    case 'clock.changed':
      return [mutesKey];
    default:
      return [];
  }
}

/**
 * What no screen shows just now stays known for some minutes, while nobody listens for it. It is marked, so that the next
 * screen that shows it asks anew; whoever shows it now asks by themselves, as often as it is worth.
 */
export function followKept(queryClient: QueryClient, event: ConsoleEvent): void {
  for (const queryKey of untrueAfter(event))
    void queryClient.invalidateQueries({ queryKey, refetchType: 'none' });
}
