import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { deskViewSchema } from '../contract.js';
import { type DeskState } from './apply-event.js';
import { type LiveConnection } from './live-connection.js';
import { useLive } from './live-context.js';
import { deskKey } from './query-keys.js';

const attempts = 3;

async function fetchDesk(live: LiveConnection, signal: AbortSignal): Promise<DeskState> {
  await live.registered();
  for (let attempt = 1; ; attempt += 1) {
    const view = await request(deskViewSchema, '/api/desk', { signal });
    const fetched = { ...view, receivedAt: Date.now() };
    const caughtUp = live.catchUpDesk(fetched);
    if (caughtUp !== null || attempt === attempts) return caughtUp ?? fetched;
  }
}

export function deskQuery(live: LiveConnection) {
  return queryOptions({ queryKey: deskKey, queryFn: ({ signal }) => fetchDesk(live, signal) });
}

export function useDesk(): UseQueryResult<DeskState> {
  return useQuery(deskQuery(useLive()));
}
