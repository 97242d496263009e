import { describe, expect, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { type CounselorLoad, type TicketSummary } from '../contract.js';
import { followKept } from './follow-kept.js';
import { approvalRulesKey, incidentListKey, incidentsKey, mutesKey, standingKey } from './query-keys.js';

const kept = [
  standingKey('a'),
  standingKey('b'),
  incidentsKey('a'),
  incidentsKey('b'),
  incidentListKey,
  mutesKey,
  approvalRulesKey,
];

/** Which of the answers that no screen shows are asked for anew by the next that does. */
function untrueAfter(event: Parameters<typeof followKept>[1]): unknown[] {
  const queryClient = new QueryClient();
  for (const key of kept) queryClient.setQueryData(key, {});
  followKept(queryClient, event);
  return kept.filter((key) => queryClient.getQueryState(key)?.isInvalidated);
}

describe('events and what was on the screen before', () => {
  test('an emergency that changed makes its checklist and the list of all untrue, and no other', () => {
    expect(untrueAfter({ id: 1, type: 'incident.changed', ticketId: 'a' })).toEqual([
      incidentsKey('a'),
      incidentListKey,
    ]);
  });

  test('a ticket that changed makes what was decided about it untrue, also for whoever gets it back', () => {
    const ticket = { id: 'a' } as TicketSummary;
    expect(untrueAfter({ id: 1, type: 'ticket.changed', ticket })).toEqual([
      standingKey('a'),
      incidentsKey('a'),
      mutesKey,
      approvalRulesKey,
    ]);
  });

  test('a counselor who changed may be looked over now, and another clock ends mutes', () => {
    const counselor = { staffId: 's' } as CounselorLoad;
    expect(untrueAfter({ id: 1, type: 'counselor.changed', counselor })).toEqual([approvalRulesKey]);
    expect(untrueAfter({ id: 1, type: 'clock.changed', now: '2026-11-25T11:00:00Z' })).toEqual([mutesKey]);
  });
});
