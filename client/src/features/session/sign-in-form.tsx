import { type FormEvent, type JSX, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { Button } from '../../shared/ui/button.js';
import { LampMark } from '../../shared/ui/lamp-mark.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useSignIn } from './api/sign-in.js';
import styles from './sign-in-form.module.css';

interface SignInFormProps {
  /** The session ran out under the person's hands: say so before anything else. */
  hasEnded: boolean;
  onSignedIn: () => void;
}

export function SignInForm({ hasEnded, onSignedIn }: SignInFormProps): JSX.Element {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (signIn.isPending) return;
    signIn.mutate({ login: login.trim(), password }, { onSuccess: onSignedIn });
  };

  return (
    <Form className={styles.form ?? ''} onSubmit={submit} aria-labelledby="sign-in-heading">
      <header className={styles.brand}>
        <LampMark size={44} />
        <p className={styles.name}>
          <span lang="ja">{t('product.mark')}</span> {t('product.name')}
        </p>
      </header>
      <h1 id="sign-in-heading" className={styles.heading}>
        {t('session.heading')}
      </h1>
      <SignInNotice error={signIn.error} hasEnded={hasEnded} />
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
      <Button type="submit" look="primary" className={styles.submit ?? ''} isPending={signIn.isPending}>
        {signIn.isPending ? t('session.submitting') : t('session.submit')}
      </Button>
    </Form>
  );
}

function SignInNotice({ error, hasEnded }: { error: Error | null; hasEnded: boolean }): JSX.Element | null {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  if (error !== null) {
    return (
      <Notice tone="danger" role="alert">
        {errorMessage(error)}
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
