import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type DemoClockView, demoClockViewSchema } from '../../../shared/contract.js';

export const demoClockKey = ['demo-clock'] as const;

const clockQuery = queryOptions({
  queryKey: demoClockKey,
  queryFn: ({ signal }) => request(demoClockViewSchema, '/api/demo/clock', { signal }),
});

export function useDemoClock(): UseQueryResult<DemoClockView> {
  return useQuery(clockQuery);
}
