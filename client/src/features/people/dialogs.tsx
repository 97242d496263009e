import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView } from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { useEndSessions, useOpenRecovery } from './api/people.js';

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
