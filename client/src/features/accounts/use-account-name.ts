import { useLanguage } from '../../shared/i18n/use-language.js';
import { useAccount } from './api/accounts.js';

/** Its name, and its id while that isn't known. */
export function useAccountName(accountId: string): string {
  const language = useLanguage();
  return useAccount(accountId).data?.name[language] ?? accountId;
}
