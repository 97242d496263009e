import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../shared/live/use-desk.js';
import { AccountAlarmBar } from '../../shared/ui/account-alarm-bar.js';

/** What everybody of an account must know now. */
export function AccountAlarms(): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  return <AccountAlarmBar label={t('alarm.region')} accounts={desk?.accounts ?? []} />;
}
