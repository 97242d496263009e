import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type JSX, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { request, requestNothing } from '../api/request.js';
import { useErrorMessage } from '../api/use-error-message.js';
import { type VerificationRequest, type VerificationWays, verificationWaysSchema } from '../contract.js';
import { showPasskey } from '../passkey/passkey.js';
import { Button } from '../ui/button.js';
import { CodeField } from '../ui/code-field.js';
import { LoadState } from '../ui/load-state.js';
import { Modal } from '../ui/modal.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import styles from './verification-dialog.module.css';

interface VerificationDialogProps {
  onVerified: () => void;
  onClose: () => void;
}

const getWays = (): Promise<VerificationWays> =>
  request(verificationWaysSchema, '/api/session/verification/options', { method: 'POST', body: {} });

const verify = (body: VerificationRequest): Promise<void> =>
  requestNothing('/api/session/verification', { method: 'POST', body });

/** Asks who is sitting there, before something that weighs is done in their name. */
export function VerificationDialog({ onVerified, onClose }: VerificationDialogProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  // A question for the browser counts once, so it is fetched anew each time.
  const ways = useQuery({ queryKey: ['verification-ways'], queryFn: getWays, gcTime: 0 });
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { data } = await ways.refetch({ throwOnError: true });
      if (data?.options) await verify({ kind: 'passkey', response: await showPasskey(data.options) });
    },
    onSuccess: onVerified,
  });
  const byPassword = useMutation({ mutationFn: verify, onSuccess: onVerified });
  const isPending = byPasskey.isPending || byPassword.isPending;
  const error = byPassword.error ?? byPasskey.error;

  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('verification.title')}
      isDismissable={!isPending}
    >
      <p className={styles.explain}>{t('verification.explain')}</p>
      {error !== null && !isPending && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(error)}
        </Notice>
      )}
      {ways.data === undefined ? (
        <LoadState query={ways} />
      ) : (
        <>
          {ways.data.options !== null && (
            <Button
              look="primary"
              autoFocus
              className={styles.passkey ?? ''}
              isPending={byPasskey.isPending}
              onPress={() => {
                byPassword.reset();
                byPasskey.mutate();
              }}
            >
              {t('verification.passkey')}
            </Button>
          )}
          {ways.data.singleSignOn !== null && (
            <SignOnSteps name={ways.data.singleSignOn} onVerified={onVerified} />
          )}
          {ways.data.options === null && ways.data.password === 'no' && ways.data.singleSignOn === null && (
            <Notice tone="amber">{t('verification.signInAgain')}</Notice>
          )}
          {ways.data.options !== null && ways.data.password !== 'no' && (
            <p className={styles.or}>{t('session.or')}</p>
          )}
          {ways.data.password !== 'no' && (
            <PasswordForm
              wantsCode={ways.data.password === 'with-code'}
              isFirst={ways.data.options === null}
              isPending={byPassword.isPending}
              onSubmit={(body) => {
                byPasskey.reset();
                byPassword.mutate(body);
              }}
            />
          )}
        </>
      )}
      <div className={styles.buttons}>
        <Button slot="close" isDisabled={isPending}>
          {t('common.cancel')}
        </Button>
      </div>
    </Modal>
  );
}

/** The provider's page opens beside this one, so that nothing that was written here is lost. */
function SignOnSteps({ name, onVerified }: { name: string; onVerified: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [hasGone, setHasGone] = useState(false);
  return (
    <>
      <a
        href="/api/session/single-sign-on/verification"
        target="_blank"
        rel="noopener"
        className={styles.signOn}
        onClick={() => setHasGone(true)}
      >
        {t('verification.singleSignOn', { name })}
      </a>
      {hasGone && <Button onPress={onVerified}>{t('verification.signOnGoOn')}</Button>}
    </>
  );
}

interface PasswordFormProps {
  wantsCode: boolean;
  isFirst: boolean;
  isPending: boolean;
  onSubmit: (body: VerificationRequest) => void;
}

function PasswordForm({ wantsCode, isFirst, isPending, onSubmit }: PasswordFormProps): JSX.Element {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isPending) onSubmit({ kind: 'password', password, ...(wantsCode ? { code } : {}) });
  };
  return (
    <Form className={styles.form ?? ''} onSubmit={submit}>
      <TextField
        label={t('session.password')}
        missing={t('session.passwordMissing')}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        maxLength={200}
        isRequired
        autoFocus={isFirst}
      />
      {wantsCode && <CodeField value={code} onChange={setCode} isRequired />}
      <Button type="submit" look={isFirst ? 'primary' : 'soft'} isPending={isPending}>
        {t('verification.submit')}
      </Button>
    </Form>
  );
}
