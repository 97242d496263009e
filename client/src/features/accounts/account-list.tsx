import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountEntry } from '../../shared/administration-contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { Icon } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import styles from './accounts.module.css';
import { useAccounts } from './api/accounts.js';
import { NewAccountDialog } from './new-account-dialog.js';

interface AccountListProps {
  addressOf: (accountId: string) => string;
  onMade: (accountId: string) => void;
}

export function AccountList({ addressOf, onMade }: AccountListProps): JSX.Element {
  const { t } = useTranslation();
  const query = useAccounts();
  const [isMaking, setIsMaking] = useState(false);
  const make = (
    <Button look="primary" onPress={() => setIsMaking(true)}>
      <Icon name="add" size={16} />
      {t('accounts.make')}
    </Button>
  );
  return (
    <>
      <div className={styles.cardHead}>
        <p className={styles.explain}>{t('accounts.explain')}</p>
        {query.data !== undefined && query.data.accounts.length > 0 && make}
      </div>
      {query.data === undefined ? (
        <LoadState query={query} />
      ) : query.data.accounts.length === 0 ? (
        <EmptyState title={t('accounts.empty')} detail={t('accounts.emptyDetail')} action={make} />
      ) : (
        <ul className={styles.rows}>
          {query.data.accounts.map((account) => (
            <li key={account.id}>
              <Row account={account} address={addressOf(account.id)} />
            </li>
          ))}
        </ul>
      )}
      {isMaking && (
        <NewAccountDialog
          onMade={onMade}
          onClose={() => setIsMaking(false)}
          taken={query.data?.accounts.map(({ id }) => id) ?? []}
        />
      )}
    </>
  );
}

function Row({ account, address }: { account: AccountEntry; address: string }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, name, purpose, active, opening, hasHours, alarms, counselors, supervisors } = account;
  return (
    <Link href={address} className={styles.row}>
      <span className={styles.name}>
        {name[language]}
        {!active && <Chip>{t('accounts.off')}</Chip>}
        {active && (
          <Chip tone={opening === 'open' ? 'good' : opening === 'unknown' ? 'danger' : 'plain'}>
            {t(`opening.${opening}`)}
          </Chip>
        )}
        {!hasHours && <Chip tone="amber">{t('accounts.noHours')}</Chip>}
        {alarms.length > 0 && <Chip tone="danger">{t('accounts.alarms', { count: alarms.length })}</Chip>}
      </span>
      <span className={styles.facts}>
        <span>{id}</span>
        <span>{t('accounts.counselors', { count: counselors })}</span>
        <span>{t('accounts.supervisors', { count: supervisors })}</span>
      </span>
      {purpose !== '' && <span className={`${styles.facts} ${styles.purpose}`}>{purpose}</span>}
    </Link>
  );
}
