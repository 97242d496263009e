import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadState } from '../../shared/ui/load-state.js';
import { usePeople } from './api/people.js';
import styles from './people.module.css';
import { PersonRow } from './person-row.js';

/** Who works here and how they get in: nothing of what they do. */
export function PeopleList({ staffId }: { staffId: string }): JSX.Element {
  const { t } = useTranslation();
  const query = usePeople();
  if (query.data === undefined) return <LoadState query={query} />;
  return (
    <>
      <p className={styles.explain}>{t('people.explain')}</p>
      <ul className={styles.rows}>
        {query.data.people.map((person) => (
          <PersonRow
            key={person.staffId}
            person={person}
            isSelf={person.staffId === staffId}
            viewerId={staffId}
          />
        ))}
      </ul>
    </>
  );
}
