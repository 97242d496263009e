import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView } from '../shared/contract.js';
import { useLanguage } from '../shared/i18n/use-language.js';
import { useDesk } from '../shared/live/use-desk.js';
import { OpeningChange } from '../shared/ui/opening-change.js';
import { OpeningMark } from '../shared/ui/opening-mark.js';
import styles from './account-chips.module.css';

/** Whether each account is open: always in view, because it decides what a counselor may promise. */
export function AccountChips(): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  return (
    <ul className={styles.chips} aria-label={t('header.accounts')}>
      {desk?.accounts.map((account) => (
        <AccountChip key={account.id} account={account} />
      ))}
    </ul>
  );
}

function AccountChip({ account }: { account: AccountView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { hoursToday } = account.opening;
  const hours = hoursToday === null ? t('opening.closedToday') : t('opening.today', { hours: hoursToday });
  return (
    <li className={styles.chip} title={hours}>
      <span className={styles.name}>{account.name[language]}</span>
      <span className={styles.state}>
        <OpeningMark state={account.opening.state} />
        <span className={styles.change}>
          <OpeningChange opening={account.opening} />
        </span>
      </span>
    </li>
  );
}
