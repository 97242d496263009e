import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type CalendarView, calendarViewSchema, type OverrideRequest } from '../../../shared/contract.js';
import { openingsKey } from '../../../shared/live/query-keys.js';
import { addressOfAccount, calendarKey } from './queries.js';

/** Closes or opens the account by hand. */
export function useOverride(accountId: string): UseMutationResult<CalendarView, Error, OverrideRequest> {
  return useDecision(accountId, (body: OverrideRequest) => ({ path: 'overrides', body }));
}

/**
 * Takes a decision back, named by its id.
 * @param onUndone called also where the screen of the decision is gone with it
 */
export function useUndo(
  accountId: string,
  onUndone: () => void,
): UseMutationResult<CalendarView, Error, string> {
  const make = (id: string) => ({ path: `overrides/${encodeURIComponent(id)}/undo`, body: {} });
  return useDecision(accountId, make, onUndone);
}

function useDecision<T>(
  accountId: string,
  make: (input: T) => { path: string; body: unknown },
  onDone?: () => void,
): UseMutationResult<CalendarView, Error, T> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: T) => {
      const { path, body } = make(input);
      return request(calendarViewSchema, `${addressOfAccount(accountId)}/${path}`, { method: 'POST', body });
    },
    onSuccess: async (calendar) => {
      onDone?.();
      queryClient.setQueryData(calendarKey(accountId), calendar);
      await queryClient.invalidateQueries({ queryKey: openingsKey });
    },
  });
}
