import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { requestNothing } from '../../../shared/api/request.js';
import { type ResendRequest } from '../../../shared/contract.js';

interface Resending extends ResendRequest {
  messageId: string;
}

/** What became of it comes as an event. */
function resendMessage(ticketId: string, { messageId, mayArriveTwice }: Resending): Promise<void> {
  return requestNothing(`/api/tickets/${ticketId}/messages/${messageId}/resend`, {
    method: 'POST',
    body: { mayArriveTwice },
  });
}

export function useResendMessage(ticketId: string): UseMutationResult<void, Error, Resending> {
  return useMutation({ mutationFn: (resending: Resending) => resendMessage(ticketId, resending) });
}
