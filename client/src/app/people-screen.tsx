import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { PeopleList } from '../features/people/people-list.js';
import { type SessionView } from '../shared/contract.js';
import styles from './administrator-screen.module.css';

export function PeopleScreen({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  return (
    <main className={styles.screen}>
      <div className={styles.page}>
        <h1 className={styles.heading}>{t('people.heading')}</h1>
        <PeopleList staffId={session.staff.id} />
      </div>
    </main>
  );
}
