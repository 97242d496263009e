import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import styles from './people.module.css';

interface VouchNoteProps {
  person: PersonView;
  unvouched: NonNullable<PersonView['unvouched']>;
  isSelf: boolean;
  mayVouch: boolean;
  onVouch: () => void;
}

/** An administrator who is no second person yet: who let them in, and who could change that. */
export function VouchNote({ person, unvouched, isSelf, mayVouch, onVouch }: VouchNoteProps): JSX.Element {
  const { t } = useTranslation();
  const names = unvouched.letInBy.map(({ displayName }) => displayName).join(t('people.and'));
  const todo = isSelf ? 'vouchOwn' : mayVouch ? 'vouchCheck' : 'vouchWaits';
  return (
    <div className={styles.recovery}>
      <div className={styles.why}>
        <p>{t(names === '' ? 'people.unvouched' : 'people.unvouchedBy', { names })}</p>
        <p className={styles.facts}>{t(`people.${todo}`, { login: person.login })}</p>
      </div>
      {mayVouch && (
        <div className={styles.decide}>
          <Button
            look="primary"
            size="small"
            aria-label={t('people.actionLabel', { action: t('people.vouch'), name: person.displayName })}
            onPress={onVouch}
          >
            {t('people.vouch')}
          </Button>
        </div>
      )}
    </div>
  );
}
