import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './administrator-screen.module.css';

export function AdministratorScreen(): JSX.Element {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <h1 className={styles.heading}>{t('administrator.heading')}</h1>
      <p>{t('administrator.body')}</p>
      <p className={styles.privacy}>{t('administrator.privacy')}</p>
    </main>
  );
}
