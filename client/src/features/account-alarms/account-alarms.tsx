import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { AccountAlarmWords } from '../../shared/ui/account-alarm.js';
import { alarmBar, alarmsOf, alarmTone } from '../../shared/ui/account-alarm-figures.js';
import { AlarmBar, AlarmRow } from '../../shared/ui/alarm-bar.js';

/** What everybody of an account must know now. It can't be dismissed: it goes when its cause does. */
export function AccountAlarms(): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: desk } = useDesk();
  return (
    <AlarmBar role="status" label={t('alarm.region')}>
      {alarmsOf(desk?.accounts ?? []).map(({ account, alarm }) => (
        <AlarmRow
          key={`${account?.id ?? ''} ${alarm.kind}`}
          bar={alarmBar(alarm.kind)}
          kind={alarm.kind}
          tone={alarmTone(alarm.kind)}
          about={account?.name[language] ?? t('alarm.server')}
        >
          <AccountAlarmWords quota={account?.quota ?? null} alarm={alarm} />
        </AlarmRow>
      ))}
    </AlarmBar>
  );
}
