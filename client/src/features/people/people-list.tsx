import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { usePeople } from './api/people.js';
import styles from './people.module.css';
import { PersonForm, type Workplace } from './person-form.js';
import { PersonRow } from './person-row.js';

/** Who works here and how they get in: nothing of what they do. */
interface PeopleListProps {
  staffId: string;
  accounts: readonly Workplace[];
}

export function PeopleList({ staffId, accounts }: PeopleListProps): JSX.Element {
  const { t } = useTranslation();
  const query = usePeople();
  const [isAdding, setIsAdding] = useState(false);
  if (query.data === undefined) return <LoadState query={query} />;
  const isViewerVouched = query.data.people.every(
    (each) => each.staffId !== staffId || each.unvouched === null,
  );
  return (
    <>
      <div className={styles.head}>
        <p className={styles.explain}>{t('people.explain')}</p>
        <Button look="primary" onPress={() => setIsAdding(true)}>
          <Icon name="add" size={16} />
          {t('people.add')}
        </Button>
      </div>
      <ul className={styles.rows}>
        {query.data.people.map((person) => (
          <PersonRow
            key={person.staffId}
            person={person}
            accounts={accounts}
            isSelf={person.staffId === staffId}
            viewerId={staffId}
            isViewerVouched={isViewerVouched}
          />
        ))}
      </ul>
      {isAdding && <PersonForm person={null} accounts={accounts} onClose={() => setIsAdding(false)} />}
    </>
  );
}
