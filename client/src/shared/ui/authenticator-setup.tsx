import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TotpSecret } from '../contract.js';
import styles from './authenticator-setup.module.css';
import { CodeField } from './code-field.js';
import { QrCode } from './qr-code.js';

interface AuthenticatorSetupProps {
  secret: TotpSecret;
  code: string;
  onCode: (code: string) => void;
}

/** Takes a secret into an authenticator app, and shows by a code that it got there. */
export function AuthenticatorSetup({ secret, code, onCode }: AuthenticatorSetupProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.secret}>
        <QrCode text={secret.uri} label={t('authenticator.qr')} />
        <div className={styles.words}>
          <p>{t('authenticator.scan')}</p>
          <p className={styles.byHand}>{t('authenticator.byHand')}</p>
          <code className={styles.text}>{secret.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </div>
      </div>
      <CodeField value={code} onChange={onCode} isRequired />
    </>
  );
}
