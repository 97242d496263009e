import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { SetAsideList } from '../features/set-aside/set-aside-list.js';
import { UnfamiliarList } from '../features/set-aside/unfamiliar-list.js';
import styles from './administrator-screen.module.css';

export function AdministratorScreen(): JSX.Element {
  const { t } = useTranslation();
  return (
    <main className={styles.screen}>
      <div className={styles.page}>
        <h1 className={styles.heading}>{t('administrator.heading')}</h1>
        <p className={styles.privacy}>{t('administrator.privacy')}</p>
        <SetAsideList />
        <UnfamiliarList />
        <p className={styles.privacy}>{t('administrator.body')}</p>
      </div>
    </main>
  );
}
