import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../shared/api/request.js';
import {
  type IncidentList,
  incidentListSchema,
  type IncidentsView,
  incidentsViewSchema,
} from '../../../shared/contract.js';
import { useLive } from '../../../shared/live/live-context.js';
import { newestAnswer } from '../../../shared/live/newest-answer.js';
import { deskKey, incidentListKey, incidentsKey, standingKey } from '../../../shared/live/query-keys.js';

const addressOf = (ticketId: string): string => `/api/tickets/${encodeURIComponent(ticketId)}/incidents`;

/** Every emergency of a ticket, newest first; asked for anew whenever somebody wrote something down in one. */
export function useIncidents(ticketId: string): UseQueryResult<IncidentsView> {
  const live = useLive();
  const queryClient = useQueryClient();
  useEffect(
    () =>
      live.onEvent((event) => {
        if (event.type === 'incident.changed' && event.ticketId === ticketId)
          void queryClient.invalidateQueries({ queryKey: incidentsKey(ticketId) });
      }),
    [live, queryClient, ticketId],
  );
  return useQuery({
    queryKey: incidentsKey(ticketId),
    queryFn: ({ signal }) => request(incidentsViewSchema, addressOf(ticketId), { signal }),
  });
}

/** Of all accounts that the person supervises. */
export function useIncidentList(): UseQueryResult<IncidentList> {
  const live = useLive();
  const queryClient = useQueryClient();
  useEffect(
    () =>
      live.onEvent((event) => {
        if (event.type === 'incident.changed')
          void queryClient.invalidateQueries({ queryKey: incidentListKey });
      }),
    [live, queryClient],
  );
  return useQuery({
    queryKey: incidentListKey,
    queryFn: ({ signal }) => request(incidentListSchema, '/api/incidents', { signal }),
  });
}

export type IncidentAction<Body> = UseMutationResult<IncidentsView, Error, Body>;

function useAction<Body extends object>(ticketId: string, address: string): IncidentAction<Body> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => request(incidentsViewSchema, address, { method: 'POST', body }),
    ...newestAnswer<IncidentsView, Body>(queryClient, incidentsKey(ticketId)),
    // What somebody else did meanwhile is what the refusal is about.
    onError: () => void queryClient.invalidateQueries({ queryKey: incidentsKey(ticketId) }),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: deskKey });
      void queryClient.invalidateQueries({ queryKey: standingKey(ticketId) });
    },
  });
}

export function useOpenIncident(ticketId: string): IncidentAction<{ situation: string | null }> {
  return useAction(ticketId, addressOf(ticketId));
}

/** `steps/0`, `facts`, `end` … */
export function useIncidentAction<Body extends object>(
  incident: { readonly id: string; readonly ticketId: string },
  action: string,
): IncidentAction<Body> {
  return useAction(incident.ticketId, `/api/incidents/${incident.id}/${action}`);
}
