import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Security } from '../features/security/security.js';
import styles from './security-screen.module.css';

export function SecurityScreen(): JSX.Element {
  const { t } = useTranslation();
  return (
    <main className={styles.screen}>
      <div className={styles.page}>
        <h1 className={styles.heading}>{t('security.heading')}</h1>
        <Security />
      </div>
    </main>
  );
}
