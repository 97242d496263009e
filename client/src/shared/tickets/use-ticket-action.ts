import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { type TicketSummary, ticketSummarySchema } from '../contract.js';
import { deskKey, talkRoomKey } from '../live/query-keys.js';

export type TicketAction<Body> = UseMutationResult<TicketSummary, Error, Body>;

/** Something that a person decides about a ticket: `risk`, `mute`, `follow-up/line` … */
export function useTicketAction<Body extends object>(ticketId: string, action: string): TicketAction<Body> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) =>
      request(ticketSummarySchema, `/api/tickets/${ticketId}/${action}`, { method: 'POST', body }),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: deskKey });
      void queryClient.invalidateQueries({ queryKey: talkRoomKey(ticketId) });
    },
  });
}
