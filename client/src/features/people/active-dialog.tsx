import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView } from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { useSetPersonActive } from './api/people.js';

interface ActiveDialogProps {
  person: PersonView;
  onClose: () => void;
}

/** Shuts somebody out, or lets them back. */
export function ActiveDialog({ person, onClose }: ActiveDialogProps): JSX.Element {
  const { t } = useTranslation();
  const { staffId, displayName: name, active, version } = person;
  const way = active ? 'deactivate' : 'activate';
  const change = useSetPersonActive(staffId, way);
  return (
    <ActionDialog
      title={t(`people.${way}Title`, { name })}
      explain={t(`people.${way}Explain`)}
      confirm={t(`people.${way}`)}
      look={active ? 'danger' : 'primary'}
      action={change}
      onConfirm={() => change.mutate(version, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
