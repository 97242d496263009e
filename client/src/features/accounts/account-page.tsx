import { type JSX, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountDetail } from '../../shared/administration-contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { AccountForm } from './account-form.js';
import styles from './accounts.module.css';
import { useAccount, useSetActive } from './api/accounts.js';
import { LineCheckCard } from './line-check-card.js';
import { LineCard } from './line-card.js';
import { TestCard } from './test-card.js';

interface AccountPageProps {
  accountId: string;
  /** What else there is to say about this account, from elsewhere. */
  children?: ReactNode;
}

export function AccountPage({ accountId, children }: AccountPageProps): JSX.Element {
  const query = useAccount(accountId);
  if (query.data === undefined) return <LoadState query={query} />;
  const detail = query.data;
  return (
    <>
      <State detail={detail} />
      {children}
      <LineCard detail={detail} />
      <LineCheckCard accountId={accountId} />
      <TestCard accountId={accountId} />
      <AccountForm detail={detail} />
    </>
  );
}

/** Whether it works at all, and the way to the other state. */
function State({ detail }: { detail: AccountDetail }): JSX.Element {
  const { t } = useTranslation();
  const { id, active, version } = detail;
  const way = active ? 'deactivate' : 'activate';
  const change = useSetActive(id, way);
  const [isAsking, setIsAsking] = useState(false);
  const close = (): void => {
    setIsAsking(false);
    change.reset();
  };
  return (
    <section className={styles.card} aria-labelledby="account-state">
      <div className={styles.cardHead}>
        <h2 id="account-state" className={styles.name}>
          {t('accounts.state')}
          <Chip tone={active ? 'good' : 'amber'}>{t(active ? 'accounts.on' : 'accounts.off')}</Chip>
        </h2>
        <Button look={active ? 'soft' : 'primary'} onPress={() => setIsAsking(true)}>
          {t(`accounts.${way}`)}
        </Button>
      </div>
      <p className={styles.explain}>{t(active ? 'accounts.onExplain' : 'accounts.offExplain')}</p>
      {isAsking && (
        <ActionDialog
          title={t(`accounts.${way}Title`)}
          explain={t(`accounts.${way}Explain`)}
          confirm={t(`accounts.${way}`)}
          look={active ? 'danger' : 'primary'}
          action={change}
          onConfirm={() => change.mutate(version, { onSuccess: close })}
          onClose={close}
        />
      )}
    </section>
  );
}
