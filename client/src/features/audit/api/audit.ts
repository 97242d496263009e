import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  type AuditChoices,
  auditChoicesSchema,
  type AuditPage,
  auditPageSchema,
  type UnusualView,
  unusualViewSchema,
} from '../../../shared/contract.js';
import { auditKey } from '../../../shared/live/query-keys.js';
import { type Filter, filterQuery } from '../filter.js';

/** What was done is done: it is asked for when somebody looks, and again when they say so. */
export function useTrace(filter: Filter): UseInfiniteQueryResult<InfiniteData<AuditPage>> {
  return useInfiniteQuery({
    queryKey: [...auditKey, 'trace', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = filterQuery(filter);
      if (pageParam !== null) query.set('before', String(pageParam));
      return request(auditPageSchema, `/api/audit?${query.toString()}`, { signal });
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
}

export function useChoices(): UseQueryResult<AuditChoices> {
  return useQuery({
    queryKey: [...auditKey, 'choices'],
    queryFn: ({ signal }) => request(auditChoicesSchema, '/api/audit/choices', { signal }),
  });
}

export function useUnusual(days: number): UseQueryResult<UnusualView> {
  return useQuery({
    queryKey: [...auditKey, 'unusual', days],
    queryFn: ({ signal }) => request(unusualViewSchema, `/api/audit/unusual?days=${days}`, { signal }),
  });
}
