import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { AccountAlarmWords } from '../../shared/ui/account-alarm.js';
import { alarmsToShow, alarmTone } from '../../shared/ui/account-alarm-figures.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './account-alarms.module.css';

/**
 * What everybody of an account must know now. It can't be dismissed: it goes when its cause does. The live region
 * stands always, so that a screen reader hears when something joins it.
 */
export function AccountAlarms(): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: desk } = useDesk();
  const rows = (desk?.accounts ?? []).flatMap((account) =>
    alarmsToShow(account.alarms).map((alarm) => ({ account, alarm })),
  );
  return (
    <div role="status" aria-label={t('alarm.region')}>
      {rows.length > 0 && (
        <ul className={styles.alarms}>
          {rows.map(({ account, alarm }) => (
            <li
              key={`${account.id} ${alarm.kind}`}
              className={classNames(styles.alarm, styles[alarmTone(alarm.kind)])}
              data-alarm={alarm.kind}
            >
              <Icon name="alert" size={18} />
              <span className={styles.account}>{account.name[language]}</span>
              <AccountAlarmWords account={account} alarm={alarm} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
