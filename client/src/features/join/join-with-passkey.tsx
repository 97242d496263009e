import { type FormEvent, type JSX, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type Device, type SessionView } from '../../shared/contract.js';
import { deviceWords } from '../../shared/passkey/device-words.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useJoinWithPasskey } from './api/join.js';
import styles from './join-form.module.css';

interface JoinWithPasskeyProps {
  token: string;
  device: Device;
  onJoined: (session: SessionView) => void;
}

export function JoinWithPasskey({ token, device, onJoined }: JoinWithPasskeyProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [name, setName] = useState(() => deviceWords(device, t));
  const join = useJoinWithPasskey(token);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!join.isPending) join.mutate(name.trim(), { onSuccess: onJoined });
  };
  return (
    <Form className={styles.form ?? ''} onSubmit={submit}>
      <p className={styles.explain}>{t('join.passkeyExplain')}</p>
      {join.isError && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(join.error)}
        </Notice>
      )}
      <TextField
        label={t('passkey.name')}
        missing={t('passkey.nameMissing')}
        value={name}
        onChange={setName}
        maxLength={60}
        isRequired
      />
      <Button type="submit" look="primary" className={styles.submit ?? ''} isPending={join.isPending}>
        <Icon name="key" />
        {join.isPending ? t('passkey.making') : t('passkey.make')}
      </Button>
    </Form>
  );
}
