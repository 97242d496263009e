import { type JSX, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SignInPolicy } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { AuthenticatorSetup } from '../../shared/ui/authenticator-setup.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useConfirmTotp, useRemoveTotp, useTotpSecret } from './api/security.js';
import styles from './security.module.css';

interface AuthenticatorSectionProps {
  since: string | null;
  policy: SignInPolicy;
}

export function AuthenticatorSection({ since, policy }: AuthenticatorSectionProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [asking, setAsking] = useState<'set-up' | 'remove' | null>(null);
  return (
    <section className={styles.section} aria-labelledby="authenticator">
      <div className={styles.top}>
        <h2 id="authenticator" className={styles.heading}>
          {t('authenticator.heading')}
        </h2>
        {since === null && (
          <Button size="small" onPress={() => setAsking('set-up')}>
            <Icon name="add" size={16} />
            {t('authenticator.setUp')}
          </Button>
        )}
      </div>
      <p className={styles.explain}>
        {t(policy === 'demo-password' ? 'authenticator.explainDemo' : 'authenticator.explain')}
      </p>
      {since === null ? (
        <p className={styles.empty}>{t('authenticator.empty')}</p>
      ) : (
        <div className={styles.row}>
          <Icon name="clock" />
          <div className={styles.what}>
            <p className={styles.name}>{t('authenticator.app')}</p>
            <p className={styles.facts}>
              <span>{t('authenticator.since', { time: dayAndTime(since, language) })}</span>
            </p>
          </div>
          <div className={styles.actions}>
            <Button look="plain" size="small" onPress={() => setAsking('remove')}>
              {t('authenticator.remove')}
            </Button>
          </div>
        </div>
      )}
      {asking === 'set-up' && <SetUpDialog onClose={() => setAsking(null)} />}
      {asking === 'remove' && <RemoveDialog onClose={() => setAsking(null)} />}
    </section>
  );
}

function SetUpDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const { mutate: begin, data: secret, error: noSecret } = useTotpSecret();
  const confirm = useConfirmTotp();
  const [code, setCode] = useState('');
  useEffect(() => begin(), [begin]);
  return (
    <ActionDialog
      title={t('authenticator.setUp')}
      confirm={t('authenticator.confirm')}
      action={{ isPending: confirm.isPending, error: confirm.error ?? noSecret }}
      isDisabled={secret === undefined}
      onConfirm={() => confirm.mutate(code, { onSuccess: onClose })}
      onClose={onClose}
    >
      {secret !== undefined && <AuthenticatorSetup secret={secret} code={code} onCode={setCode} />}
    </ActionDialog>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const remove = useRemoveTotp();
  return (
    <ActionDialog
      title={t('authenticator.removeTitle')}
      explain={t('authenticator.removeExplain')}
      confirm={t('authenticator.remove')}
      look="danger"
      action={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
