import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { AccountAlarmWords } from '../../shared/ui/account-alarm.js';
import { alarmBar, alarmsOf, alarmTone } from '../../shared/ui/account-alarm-figures.js';
import { AlarmBar, AlarmLink, AlarmRow } from '../../shared/ui/alarm-bar.js';
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
  const language = useLanguage();
  const { data } = useAccounts();
  const accounts = (data?.accounts ?? []).filter(({ id }) => accountId === undefined || id === accountId);
  const rows = alarmsOf(accounts);
  return (
    <div className={rows.length > 0 ? styles.troubles : undefined}>
      <AlarmBar role="status" label={t('alarm.heading')}>
        {rows.map(({ account, alarm }) => (
          <AlarmRow
            key={`${account?.id ?? ''} ${alarm.kind}`}
            bar={alarmBar(alarm.kind)}
            kind={alarm.kind}
            tone={alarmTone(alarm.kind)}
            about={account?.name[language] ?? t('alarm.server')}
            actions={
              account !== null &&
              addressOf !== null && <AlarmLink href={addressOf(account.id)}>{t('alarm.open')}</AlarmLink>
            }
          >
            <AccountAlarmWords quota={null} alarm={alarm} to="mend" />
          </AlarmRow>
        ))}
      </AlarmBar>
    </div>
  );
}
