import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountTroubles } from '../../features/accounts/account-troubles.js';
import { type Step } from '../../features/progress/steps.js';
import { Progress } from '../../features/progress/progress.js';
import { FileCard } from '../../features/provision-file/file-notice.js';
import { SetAsideList } from '../../features/set-aside/set-aside-list.js';
import { UnfamiliarList } from '../../features/set-aside/unfamiliar-list.js';
import { addressOfAccount, paths } from '../../shared/navigation/location.js';
import styles from './home-section.module.css';
import { SectionPage } from './section-page.js';

/** Where a step is done. */
function addressOf({ id, account }: Step): string {
  if (id === 'own') return paths.security;
  if (id === 'people') return paths.people;
  if (account === null) return paths.accounts;
  if (id === 'hours') return `${paths.editHours}?account=${encodeURIComponent(account.id)}`;
  return addressOfAccount(account.id);
}

export function HomeSection(): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('administrator.heading')}>
      <AccountTroubles addressOf={addressOfAccount} />
      <Progress addressOf={addressOf} />
      <p className={styles.privacy}>{t('administrator.privacy')}</p>
      <SetAsideList />
      <UnfamiliarList />
      <FileCard />
    </SectionPage>
  );
}
