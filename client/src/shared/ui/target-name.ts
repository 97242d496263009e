import { useTranslation } from 'react-i18next';
import { type AccountView, type TransferTarget } from '../contract.js';
import { useLanguage } from '../i18n/use-language.js';

/** To whom a ticket is being handed over, in words. */
export function useTargetName(accounts: readonly AccountView[]): (target: TransferTarget) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (target) => {
    switch (target.kind) {
      case 'person':
        return t('transfer.toPerson', { name: target.displayName });
      case 'profession':
        return t('transfer.toAnybody', { profession: t(`profession.${target.profession}`).toLowerCase() });
      case 'account': {
        const account = accounts.find(({ id }) => id === target.accountId);
        return t('transfer.toAnybodyOf', { account: (account ?? target).name[language] });
      }
    }
  };
}
