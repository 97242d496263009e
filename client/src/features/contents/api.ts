import {
  keepPreviousData,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { type z } from 'zod';
import { request } from '../../shared/api/request.js';
import { type AccountHours, accountHoursSchema } from '../../shared/contract.js';
import { openingAccountsKey, openingsKey } from '../../shared/live/query-keys.js';

export type Account = AccountHours['items'][number];

export const accountPath = (accountId: string): string => `/api/accounts/${encodeURIComponent(accountId)}`;

/** Everything here is looked after by administrators, all accounts of the installation. */
export function useAllAccounts(): UseQueryResult<AccountHours> {
  return useQuery({
    queryKey: openingAccountsKey,
    queryFn: ({ signal }) => request(accountHoursSchema, '/api/accounts', { signal }),
  });
}

const contentKey = (path: string) => ['edited', path] as const;

export function useContent<T>(schema: z.ZodType<T>, path: string): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: contentKey(path),
    queryFn: ({ signal }) => request(schema, path, { signal }),
  });
}

interface Saving<T> {
  schema: z.ZodType<T>;
  path: string;
  /** Under which path the answer is kept; null: what is kept there is asked for afresh. */
  keep: string | null;
  method?: 'PUT' | 'POST';
  /** Called before anybody else sees what was saved. */
  onSaved?: (saved: T) => void;
}

/** Saves a whole state. Whatever is shown of it elsewhere is asked for afresh, also where it was refused. */
export function useSave<T>({ schema, path, keep, method = 'PUT', onSaved }: Saving<T>): UseMutationResult<T> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: unknown) => request(schema, path, { method, body }),
    onSuccess: (saved) => {
      onSaved?.(saved);
      if (keep !== null) queryClient.setQueryData(contentKey(keep), saved);
    },
    onSettled: async (_saved, error) => {
      void queryClient.invalidateQueries({ queryKey: openingsKey });
      if (keep === null || error !== null) await queryClient.invalidateQueries({ queryKey: ['edited'] });
    },
  });
}

/** What the server would make of something that isn't saved. The last answer stays until the next one is here. */
export function usePreview<T>(schema: z.ZodType<T>, path: string, body: object | null): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: ['edited-preview', path, body],
    queryFn: ({ signal }) => request(schema, path, { method: 'POST', body, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}
