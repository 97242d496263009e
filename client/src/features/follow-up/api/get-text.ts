import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { accountTextsSchema } from '../../../shared/contract.js';

/** The one message afterwards, as this account's callers read it now. */
export function useFollowUpText(accountId: string): UseQueryResult<string> {
  return useQuery({
    queryKey: ['follow-up-text', accountId],
    queryFn: async ({ signal }) => {
      const { items } = await request(accountTextsSchema, `/api/accounts/${accountId}/texts`, { signal });
      return items.find(({ situation }) => situation === 'follow-up')?.preview ?? '';
    },
    // Somebody may have changed it: whoever is about to send it sees what it is now.
    staleTime: 0,
  });
}
