import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { useCancelRecovery } from './api/people.js';
import styles from './people.module.css';

interface RecoveryNoteProps {
  person: PersonView;
  recovery: NonNullable<PersonView['recovery']>;
  mayConfirm: boolean;
  onConfirm: () => void;
}

/** A recovery that waits for a second administrator: who asked, why, and until when. */
export function RecoveryNote({ person, recovery, mayConfirm, onConfirm }: RecoveryNoteProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const cancel = useCancelRecovery(person.staffId);
  return (
    <div className={styles.recovery}>
      <div className={styles.why}>
        <p>
          {t('people.recoveryBy', {
            name: recovery.openedBy.displayName,
            time: dayAndTime(recovery.openedAt, language),
          })}
        </p>
        <p className={styles.reason}>{recovery.reason}</p>
        <p className={styles.facts}>
          {t(mayConfirm ? 'people.recoveryCheck' : 'people.recoveryWaits', {
            time: dayAndTime(recovery.expiresAt, language),
          })}
        </p>
        <RefusalNotice error={cancel.error} attempt={cancel.submittedAt} />
      </div>
      <div className={styles.decide}>
        <Button look="plain" size="small" isPending={cancel.isPending} onPress={() => cancel.mutate()}>
          {t('people.cancelRecovery')}
        </Button>
        {mayConfirm && (
          <Button look="primary" size="small" onPress={onConfirm}>
            {t('people.confirmRecovery')}
          </Button>
        )}
      </div>
    </div>
  );
}
