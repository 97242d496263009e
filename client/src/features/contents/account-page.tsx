import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { AccountLinks } from '../../shared/ui/account-links.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { type Account, useAllAccounts } from './api.js';

interface AccountPageProps {
  /** Null, or one that isn't there: the first. */
  accountId: string | null;
  addressOfAccount: (accountId: string) => string;
  /** What stands before the accounts: for all of them. */
  common?: { readonly id: string; readonly name: string };
  children: (account: Account, accounts: readonly Account[], isCommon: boolean) => JSX.Element;
}

/** Chooses among accounts and shows what is edited of the one. */
export function AccountPage({
  accountId,
  addressOfAccount,
  common,
  children,
}: AccountPageProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const accounts = useAllAccounts();
  if (accounts.data === undefined) return <LoadState query={accounts} />;
  const { items } = accounts.data;
  const isCommon = common !== undefined && accountId === common.id;
  const chosen = items.find(({ id }) => id === accountId) ?? items[0];
  if (chosen === undefined) return <EmptyState title={t('contents.noAccounts')} />;
  const choices = [
    ...items.map(({ id, name }) => ({ id, name: name[language] })),
    ...(common === undefined ? [] : [common]),
  ];
  return (
    <>
      <AccountLinks
        label={t('contents.accounts')}
        items={choices}
        current={isCommon ? common.id : chosen.id}
        addressOf={addressOfAccount}
      />
      {children(chosen, items, isCommon)}
    </>
  );
}
