import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInForm } from '../features/session/sign-in-form.js';
import { useHasEnded } from '../shared/navigation/location.js';
import { LanguageSwitch } from './language-switch.js';
import styles from './sign-in-screen.module.css';
import { useTitle } from './use-title.js';

export function SignInScreen(): JSX.Element {
  const { t } = useTranslation();
  const hasEnded = useHasEnded();
  const [refused] = useState(() => new URLSearchParams(window.location.search).get('refused'));
  useTitle(t('session.heading'));
  return (
    <div className={styles.screen}>
      <div className={styles.corner}>
        <LanguageSwitch />
      </div>
      <main className={styles.main}>
        <SignInForm hasEnded={hasEnded} refused={refused} />
      </main>
    </div>
  );
}
