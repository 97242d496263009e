import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView } from '../contract.js';
import { useLanguage } from '../i18n/use-language.js';
import { AccountAlarmWords } from './account-alarm.js';
import { alarmBar, alarmsOf, alarmTone } from './account-alarm-figures.js';
import { AlarmBar, AlarmLink, AlarmRow } from './alarm-bar.js';

interface AccountAlarmBarProps {
  label: string;
  /** The month's messages are known where the desk is. */
  accounts: readonly (Pick<AccountView, 'id' | 'name' | 'alarms'> & Partial<Pick<AccountView, 'quota'>>)[];
  /** Whom it tells what to do. */
  to?: 'detail' | 'mend';
  /** Where to go from an alarm; null: nowhere, or one is there. */
  addressOf?: ((accountId: string) => string) | null;
}

/** What is wrong with accounts. It can't be dismissed: it goes when its cause does. */
export function AccountAlarmBar(props: AccountAlarmBarProps): JSX.Element {
  const { label, accounts, to = 'detail', addressOf = null } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <AlarmBar role="status" label={label}>
      {alarmsOf(accounts).map(({ account, alarm }) => (
        <AlarmRow
          key={`${account?.id ?? ''} ${alarm.kind}`}
          bar={alarmBar(alarm.kind)}
          kind={alarm.kind}
          tone={alarmTone(alarm.kind)}
          about={account?.name[language] ?? t('alarm.server')}
          actions={
            account !== null && addressOf !== null ? (
              <AlarmLink href={addressOf(account.id)}>{t('alarm.open')}</AlarmLink>
            ) : undefined
          }
        >
          <AccountAlarmWords quota={account?.quota ?? null} alarm={alarm} to={to} />
        </AlarmRow>
      ))}
    </AlarmBar>
  );
}
