import { useMutation } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isPassing, request } from '../../../shared/api/request.js';
import { type TicketSummary, ticketSummarySchema, type WhispersSeen } from '../../../shared/contract.js';
import { useLive } from '../../../shared/live/live-context.js';

type Report = (messageIds: string[]) => void;

/**
 * Notes which of the caller's messages were on the screen, and tells it of whoever looks after them: a silent look tells
 * nobody.
 */
export function useReportShown(ticketId: string, isMine: boolean): Report {
  const live = useLive();
  return useCallback(
    (messageIds: string[]) => {
      for (const id of messageIds) {
        live.seen.add(ticketId, id);
        if (isMine) live.shown(ticketId, id);
      }
    },
    [live, ticketId, isMine],
  );
}

/** Longest wait before a report that didn't get through is sent again. */
const longestRetryMs = 30_000;

/**
 * Tells that the other side's whispers are on the screen: a supervisor goes by it.
 * @param isMine whether the person works on this talk as its counselor; one who only looks at their own has seen nothing
 */
export function useReportWhispers(ticket: TicketSummary, staffId: string, isMine: boolean): Report | null {
  const { id, state, supervision, assignedTo } = ticket;
  const { mutate } = useMutation({
    mutationFn: (messageIds: string[]) =>
      request(ticketSummarySchema, `/api/tickets/${id}/whispers/seen`, {
        method: 'POST',
        body: { messageIds } satisfies WhispersSeen,
      }),
    // Nothing else would tell of them again.
    retry: (_count, error) => isPassing(error),
    retryDelay: (count) => Math.min(1000 * 2 ** count, longestRetryMs),
  });
  // Which of them are theirs and still unseen, the server knows.
  const report = useCallback((messageIds: string[]) => mutate(messageIds), [mutate]);
  if (state !== 'active' || supervision === null) return null;
  const { toCounselor, toSupervisors } = supervision.whispers;
  const unseen = isMine ? toCounselor : assignedTo?.id === staffId ? 0 : toSupervisors;
  return unseen > 0 ? report : null;
}
