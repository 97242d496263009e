import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type HandoversView,
  handoversViewSchema,
  type TicketSummary,
  type TransferTargetsView,
  transferTargetsViewSchema,
} from '../../../shared/contract.js';

/** People come and go while somebody thinks about whom to ask. */
const targetsEveryMs = 5000;

export function useTransferTargets(ticketId: string): UseQueryResult<TransferTargetsView> {
  return useQuery({
    queryKey: ['transfer-targets', ticketId],
    queryFn: ({ signal }) =>
      request(transferTargetsViewSchema, `/api/tickets/${ticketId}/transfer/targets`, { signal }),
    refetchOnMount: 'always',
    refetchInterval: targetsEveryMs,
  });
}

/** What the notes depend on: they are fetched again when it changes, and each reading leaves one trace. */
function stampOf({ transfer, assignedTo, state }: TicketSummary): string {
  return [transfer?.id, transfer?.state, assignedTo?.id, state].join(' ');
}

export function useHandovers(ticket: TicketSummary): UseQueryResult<HandoversView> {
  return useQuery({
    queryKey: ['handovers', ticket.id, stampOf(ticket)],
    queryFn: ({ signal }) => request(handoversViewSchema, `/api/tickets/${ticket.id}/handovers`, { signal }),
    placeholderData: keepPreviousData,
  });
}
