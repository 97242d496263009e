import { type FormEvent, type JSX, useEffect, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type SessionView, SHORTEST_PASSWORD } from '../../shared/contract.js';
import { AuthenticatorSetup } from '../../shared/ui/authenticator-setup.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useJoinWithPassword, useTotpSecret } from './api/join.js';
import styles from './join-form.module.css';

interface JoinWithPasswordProps {
  token: string;
  login: string;
  onJoined: (session: SessionView) => void;
}

/** A password of one's own, and an authenticator app beside it: for who has no device that keeps passkeys. */
export function JoinWithPassword({ token, login, onJoined }: JoinWithPasswordProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { mutate: begin, data: secret, error: noSecret } = useTotpSecret(token);
  const join = useJoinWithPassword(token);
  useEffect(() => begin(), [begin]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!join.isPending) join.mutate({ password, code }, { onSuccess: onJoined });
  };
  const error = join.error ?? noSecret;
  return (
    <Form className={styles.form ?? ''} onSubmit={submit}>
      <p className={styles.explain}>{t('join.passwordExplain')}</p>
      {error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(error)}
        </Notice>
      )}
      {/* For password managers, which else would keep a password of nobody. */}
      <input type="text" name="login" autoComplete="username" value={login} readOnly hidden />
      <TextField
        label={t('join.newPassword')}
        missing={t('join.newPasswordShort', { count: SHORTEST_PASSWORD })}
        validate={(text) =>
          text !== '' && text.length < SHORTEST_PASSWORD
            ? t('join.newPasswordShort', { count: SHORTEST_PASSWORD })
            : null
        }
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="new-password"
        maxLength={200}
        isRequired
        autoFocus
      />
      {secret !== undefined && <AuthenticatorSetup secret={secret} code={code} onCode={setCode} />}
      <Button
        type="submit"
        look="primary"
        className={styles.submit ?? ''}
        isPending={join.isPending}
        isDisabled={secret === undefined}
      >
        {join.isPending ? t('session.submitting') : t('join.submit')}
      </Button>
    </Form>
  );
}
