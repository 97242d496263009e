import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountAlarmBar } from '../../shared/ui/account-alarm-bar.js';
import styles from './accounts.module.css';
import { useAccounts } from './api/accounts.js';

interface AccountTroublesProps {
  /** Of this one alone; without one, of all. */
  accountId?: string;
  /** Where to go from an alarm; null: one is there. */
  addressOf: ((accountId: string) => string) | null;
}

/** What is wrong with accounts, to who can mend it. Nothing, where nothing is. */
export function AccountTroubles({ accountId, addressOf }: AccountTroublesProps): JSX.Element {
  const { t } = useTranslation();
  const { data } = useAccounts();
  const accounts = (data?.accounts ?? []).filter(({ id }) => accountId === undefined || id === accountId);
  const isAny = accounts.some(({ alarms }) => alarms.length > 0);
  return (
    <div className={isAny ? styles.troubles : undefined}>
      <AccountAlarmBar label={t('alarm.heading')} accounts={accounts} to="mend" addressOf={addressOf} />
    </div>
  );
}
