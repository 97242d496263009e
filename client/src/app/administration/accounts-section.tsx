import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountList } from '../../features/accounts/account-list.js';
import { AccountPage } from '../../features/accounts/account-page.js';
import { useAccountName } from '../../features/accounts/use-account-name.js';
import { AccountTroubles } from '../../features/accounts/account-troubles.js';
import { FileNotice } from '../../features/provision-file/file-notice.js';
import { Link } from '../../shared/navigation/link.js';
import { addressOfAccount, navigate, paths, usePath } from '../../shared/navigation/location.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './home-section.module.css';
import { SectionPage } from './section-page.js';

/** The list; below its address, one account. */
export function AccountsSection(): JSX.Element {
  const { t } = useTranslation();
  const accountId = usePath().slice(paths.accounts.length + 1);
  if (accountId !== '') return <OneAccount key={accountId} accountId={accountId} />;
  return (
    <SectionPage heading={t('administration.accounts')}>
      <AccountTroubles addressOf={addressOfAccount} />
      <AccountList addressOf={addressOfAccount} onMade={(id) => navigate(addressOfAccount(id))} />
    </SectionPage>
  );
}

function OneAccount({ accountId }: { accountId: string }): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage
      heading={useAccountName(accountId)}
      action={
        <Link href={paths.accounts} className={styles.back}>
          <Icon name="back" size={16} />
          {t('administration.back')}
        </Link>
      }
    >
      <AccountPage accountId={accountId}>
        <AccountTroubles accountId={accountId} addressOf={null} />
        <FileNotice accountId={accountId} />
      </AccountPage>
    </SectionPage>
  );
}
