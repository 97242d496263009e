import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../shared/ui/notice.js';
import { LanguageSwitch } from './language-switch.js';
import styles from './sign-in-screen.module.css';
import { useTitle } from './use-title.js';

/** Where the organisation's own sign-in leaves who has shown once more who they are: their work waits in another tab. */
export function VerifiedScreen(): JSX.Element {
  const { t } = useTranslation();
  const [wasRefused] = useState(() => new URLSearchParams(window.location.search).has('refused'));
  useTitle(t('verification.title'));
  return (
    <div className={styles.screen}>
      <div className={styles.corner}>
        <LanguageSwitch />
      </div>
      <main className={styles.main}>
        <h1 className="visually-hidden">{t('verification.title')}</h1>
        <Notice tone={wasRefused ? 'danger' : 'plain'} role={wasRefused ? 'alert' : 'status'}>
          {t(wasRefused ? 'verification.signOnRefused' : 'verification.signOnDone')}
        </Notice>
      </main>
    </div>
  );
}
