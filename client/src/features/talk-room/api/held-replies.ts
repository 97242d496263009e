import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { isPassing, isSignInRequired, request } from '../../../shared/api/request.js';
import { type HeldReply, ticketSummarySchema } from '../../../shared/contract.js';
import { type Draft, putBack } from '../composer/pending-reply.js';
import { endTaking, noteTaking, readTakings, type Taking } from '../taking-back.js';
import { type HeldActions } from '../talk-context.js';

type Deciding = Pick<Taking, 'heldId' | 'action'>;

const retryMs = 1000;
const longestRetryMs = 15_000;

/**
 * What the author of a reply that waits, or came back, does with it. Its words are kept before the server is asked, and
 * come to the draft when it has answered: only then nobody has approved them meanwhile. Where no answer comes it is
 * asked again, which changes nothing that it has done already.
 */
export function useHeldActions(
  staffId: string,
  ticketId: string,
  setDraft: (change: (draft: Draft) => Draft) => void,
): HeldActions {
  const { mutate } = useMutation({
    mutationFn: ({ heldId, action }: Deciding) =>
      request(ticketSummarySchema, `/api/tickets/${ticketId}/held-replies/${heldId}/${action}`, {
        method: 'POST',
        body: {},
      }),
    networkMode: 'always',
    retry: (_count, error) => isPassing(error),
    retryDelay: (count) => Math.min(retryMs * 2 ** count, longestRetryMs),
    // Also where another talk stands here by now.
    onSuccess: (_ticket, { heldId }) => {
      const taking = endTaking(staffId, heldId);
      if (taking !== null) setDraft((draft) => putBack(draft, taking));
    },
    onError: (error, { heldId }) => {
      if (!isSignInRequired(error)) endTaking(staffId, heldId);
    },
  });
  useEffect(() => {
    // What a reload interrupted.
    for (const taking of readTakings(staffId)) if (taking.ticketId === ticketId) mutate(taking);
  }, [staffId, ticketId, mutate]);
  return useMemo(
    () => ({
      putAway: ({ id }: HeldReply) => mutate({ heldId: id, action: 'dismiss' }),
      rewrite: ({ id, state, bubbles, quickReplies }: HeldReply) => {
        const action = state === 'pending' ? 'withdraw' : 'dismiss';
        if (bubbles !== null) noteTaking(staffId, { ticketId, heldId: id, action, bubbles, quickReplies });
        mutate({ heldId: id, action });
      },
    }),
    [staffId, ticketId, mutate],
  );
}
