import { useQuery } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { accountHoursSchema } from '../../../shared/contract.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { openingAccountsKey } from '../../../shared/live/query-keys.js';

/** How people call an account; its id for one that is not there any more. */
export function useAccountNames(): (accountId: string) => string {
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: openingAccountsKey,
    queryFn: ({ signal }) => request(accountHoursSchema, '/api/accounts', { signal }),
  });
  return (accountId) => data?.items.find(({ id }) => id === accountId)?.name[language] ?? accountId;
}
