import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView } from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { useEndSessions, useOpenRecovery, useVouch } from './api/people.js';
import styles from './people.module.css';

interface PersonDialogProps {
  person: PersonView;
  onClose: () => void;
}

export function OpenRecoveryDialog({ person, onClose }: PersonDialogProps): JSX.Element {
  const { t } = useTranslation();
  const open = useOpenRecovery(person.staffId);
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      title={t('people.recoveryTitle', { name: person.displayName })}
      explain={t('people.recoveryExplain')}
      confirm={t('people.openRecovery')}
      action={open}
      onConfirm={() => open.mutate(reason.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} hint={t('people.recoveryHint')} isFirst />
    </ActionDialog>
  );
}

export function EndSessionsDialog({ person, onClose }: PersonDialogProps): JSX.Element {
  const { t } = useTranslation();
  const end = useEndSessions(person.staffId);
  return (
    <ActionDialog
      title={t('people.endSessionsTitle', { name: person.displayName })}
      explain={t('people.endSessionsExplain')}
      confirm={t('people.endSessions')}
      look="danger"
      action={end}
      onConfirm={() => end.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

export function VouchDialog({ person, onClose }: PersonDialogProps): JSX.Element {
  const { t } = useTranslation();
  // As the person at the screen saw them: a link that was used since makes them somebody else.
  const [{ staffId, version, displayName: name, passkeys }] = useState(person);
  const vouch = useVouch(staffId);
  return (
    <ActionDialog
      title={t('people.vouchTitle', { name })}
      explain={
        <>
          <p>{t('people.vouchExplain', { name })}</p>
          <ol className={styles.questions}>
            <li>{t('people.vouchLink')}</li>
            <li>{t('people.vouchPasskeys', { count: passkeys, screen: t('security.heading') })}</li>
          </ol>
          <p>{t('people.vouchThen')}</p>
        </>
      }
      confirm={t('people.vouch')}
      action={vouch}
      onConfirm={() => vouch.mutate(version, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
