import { type FormEvent, type JSX, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { Button } from '../../shared/ui/button.js';
import { CodeField } from '../../shared/ui/code-field.js';
import { Icon } from '../../shared/ui/icon.js';
import { LampMark } from '../../shared/ui/lamp-mark.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useSignIn, useSignInByPasskey, useSignInOptions } from './api/sign-in.js';
import styles from './sign-in-form.module.css';

interface SignInFormProps {
  /** The session ran out under the person's hands: say so before anything else. */
  hasEnded: boolean;
  /** Why we could not let in whom the organisation's own sign-in sent back; null where it didn't. */
  refused: string | null;
}

/** A passkey first; a password only where this server takes one from anybody. In a demo it is the other way round. */
export function SignInForm({ hasEnded, refused }: SignInFormProps): JSX.Element {
  const { t } = useTranslation();
  const options = useSignInOptions();
  const [wantsPassword, setWantsPassword] = useState(false);
  const byPasskey = useSignInByPasskey();
  const byPassword = useSignIn();
  const password = options.data?.password ?? 'no';
  const isDemo = password === 'alone';
  const error = byPassword.error ?? byPasskey.error;

  const passkeyButton = (
    <Button
      look={isDemo ? 'soft' : 'primary'}
      className={styles.submit ?? ''}
      autoFocus={!isDemo}
      isPending={byPasskey.isPending}
      onPress={() => {
        byPassword.reset();
        byPasskey.mutate();
      }}
    >
      <Icon name="key" />
      {byPasskey.isPending ? t('session.submitting') : t('session.passkey')}
    </Button>
  );
  const passwordForm = (
    <PasswordForm
      wantsCode={password === 'with-code'}
      isPending={byPassword.isPending}
      onSubmit={(body) => {
        byPasskey.reset();
        byPassword.mutate(body);
      }}
    />
  );
  return (
    <section className={styles.form} aria-labelledby="sign-in-heading">
      <header className={styles.brand}>
        <LampMark size={44} />
        <p className={styles.name}>
          <span lang="ja">{t('product.mark')}</span> {t('product.name')}
        </p>
      </header>
      <h1 id="sign-in-heading" className={styles.heading}>
        {t('session.heading')}
      </h1>
      <SignInNotice error={error} hasEnded={hasEnded} refused={refused} />
      {options.data?.firstRun === true && <Notice tone="amber">{t('session.firstRun')}</Notice>}
      {options.data === undefined ? (
        <LoadState query={options} />
      ) : isDemo ? (
        <>
          {passwordForm}
          <p className={styles.or}>{t('session.or')}</p>
          {passkeyButton}
          <SignOnLink name={options.data.singleSignOn} />
        </>
      ) : (
        <>
          {passkeyButton}
          <SignOnLink name={options.data.singleSignOn} />
          <p className={styles.hint}>{t('session.passkeyHint')}</p>
          {password === 'with-code' && !wantsPassword && (
            <Button look="plain" size="small" onPress={() => setWantsPassword(true)}>
              {t('session.withPassword')}
            </Button>
          )}
          {wantsPassword && passwordForm}
        </>
      )}
    </section>
  );
}

/** To the organisation's own sign-in: the whole page goes there, and comes back. */
function SignOnLink({ name }: { name: string | null }): JSX.Element | null {
  const { t } = useTranslation();
  if (name === null) return null;
  return (
    <a href="/api/session/single-sign-on" className={styles.signOn}>
      {t('session.singleSignOn', { name })}
    </a>
  );
}

interface PasswordFormProps {
  wantsCode: boolean;
  isPending: boolean;
  onSubmit: (body: { login: string; password: string; code?: string }) => void;
}

function PasswordForm({ wantsCode, isPending, onSubmit }: PasswordFormProps): JSX.Element {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isPending) return;
    onSubmit({ login: login.trim(), password, ...(code === '' ? {} : { code }) });
  };
  return (
    <Form className={styles.fields ?? ''} onSubmit={submit}>
      <TextField
        label={t('session.login')}
        missing={t('session.loginMissing')}
        value={login}
        onChange={setLogin}
        name="login"
        autoComplete="username"
        maxLength={100}
        isRequired
        autoFocus
      />
      <TextField
        label={t('session.password')}
        missing={t('session.passwordMissing')}
        value={password}
        onChange={setPassword}
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={200}
        isRequired
      />
      {wantsCode && <CodeField value={code} onChange={setCode} isRequired />}
      <Button
        type="submit"
        look={wantsCode ? 'soft' : 'primary'}
        className={styles.submit ?? ''}
        isPending={isPending}
      >
        {isPending ? t('session.submitting') : t('session.submit')}
      </Button>
    </Form>
  );
}

interface SignInNoticeProps {
  error: Error | null;
  hasEnded: boolean;
  refused: string | null;
}

function SignInNotice({ error, hasEnded, refused }: SignInNoticeProps): JSX.Element | null {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  if (error !== null) {
    return (
      <Notice tone="danger" role="alert">
        {errorMessage(error)}
      </Notice>
    );
  }
  if (refused !== null) {
    return (
      <Notice tone="danger" role="alert">
        {t(refused === 'sign_on_differs' ? 'session.signOnDiffers' : 'session.signOnRefused')}
      </Notice>
    );
  }
  if (!hasEnded) return null;
  return (
    <Notice tone="amber" role="status">
      {t('session.ended')}
    </Notice>
  );
}
