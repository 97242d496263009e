import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request } from '../../../shared/api/request.js';
import { type HeldReply, ticketSummarySchema } from '../../../shared/contract.js';
import { type Draft, putBack } from '../composer/pending-reply.js';
import { type HeldActions } from '../talk-context.js';

interface Taking {
  readonly held: HeldReply;
  readonly action: 'withdraw' | 'dismiss';
  /** Its words go back to the draft. */
  readonly comesBack: boolean;
}

/** What the author of a reply that waits, or came back, does with it. Its words are in the draft before it goes. */
export function useHeldActions(
  ticketId: string,
  setDraft: (change: (draft: Draft) => Draft) => void,
): HeldActions {
  const { mutate } = useMutation({
    mutationFn: ({ held, action }: Taking) =>
      request(ticketSummarySchema, `/api/tickets/${ticketId}/held-replies/${held.id}/${action}`, {
        method: 'POST',
        body: {},
      }),
    // Only what nobody has approved meanwhile comes back; also where another talk stands here by now.
    onSuccess: (_ticket, { held: { bubbles, quickReplies }, comesBack }) => {
      if (comesBack && bubbles !== null) setDraft((draft) => putBack(draft, { bubbles, quickReplies }));
    },
  });
  return useMemo(
    () => ({
      putAway: (held) => mutate({ held, action: 'dismiss', comesBack: false }),
      rewrite: (held) =>
        mutate({ held, action: held.state === 'pending' ? 'withdraw' : 'dismiss', comesBack: true }),
    }),
    [mutate],
  );
}
