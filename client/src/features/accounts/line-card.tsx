import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountDetail, type LineSettingsView } from '../../shared/administration-contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './accounts.module.css';
import { LineDialog } from './line-dialog.js';

/** How the account speaks with LINE. Of secrets it says that they are set, and how they end. */
export function LineCard({ detail }: { detail: AccountDetail }): JSX.Element {
  const { t } = useTranslation();
  const [isChanging, setIsChanging] = useState(false);
  const [isCopied, setIsCopied] = useState(false);
  const { line, webhookUrl } = detail;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(webhookUrl);
    setIsCopied(true);
  };
  const kept = (secret: LineSettingsView['channelSecret']): string =>
    secret === null ? t('accounts.notSet') : t('accounts.set', { last4: secret.last4 });
  return (
    <section className={styles.card} aria-labelledby="account-line">
      <div className={styles.cardHead}>
        <h2 id="account-line" className={styles.heading}>
          {t('accounts.line')}
        </h2>
        <Button onPress={() => setIsChanging(true)}>
          <Icon name="edit" size={16} />
          {t('accounts.lineChange')}
        </Button>
      </div>
      <dl className={styles.pairs}>
        <div className={styles.pair}>
          <dt>{t('accounts.webhookUrl')}</dt>
          <dd className={styles.copyable}>
            <code className={styles.code}>{webhookUrl}</code>
            <Button size="small" onPress={() => void copy()}>
              <Icon name="copy" size={14} />
              {t('people.copy')}
            </Button>
            <span role="status" className={styles.facts}>
              {isCopied && t('people.copied')}
            </span>
          </dd>
        </div>
        <Pair name={t('accounts.channelId')} value={line.channelId} />
        <Pair name={t('accounts.channelSecret')} value={kept(line.channelSecret)} />
        {line.previousChannelSecret !== null && (
          <Pair name={t('accounts.previousSecret')} value={kept(line.previousChannelSecret)} />
        )}
        <Pair
          name={t('accounts.accessToken')}
          value={line.channelAccessToken === null ? t('accounts.tokenIssued') : kept(line.channelAccessToken)}
        />
        {line.assertionKeyId !== null && (
          <Pair name={t('accounts.assertionKey')} value={line.assertionKeyId} />
        )}
        <Pair name={t('accounts.botUserId')} value={line.botUserId ?? t('accounts.notSet')} />
      </dl>
      <p className={styles.explain}>{t('accounts.webhookExplain')}</p>
      {isChanging && <LineDialog detail={detail} onClose={() => setIsChanging(false)} />}
    </section>
  );
}

function Pair({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div className={styles.pair}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
