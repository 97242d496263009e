import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DisclosureView } from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { useApprove, useEnd } from './api.js';
import { LongField } from './fields.js';

interface DialogProps {
  disclosure: DisclosureView;
  onClose: () => void;
}

export function ApproveDialog({ disclosure, onClose }: DialogProps): JSX.Element {
  const { t } = useTranslation();
  const approve = useApprove(disclosure.id);
  return (
    <ActionDialog
      title={t('disclosure.approveTitle')}
      explain={<p>{t('disclosure.approveExplain', { asker: disclosure.asker ?? '' })}</p>}
      confirm={t('disclosure.approve')}
      action={approve}
      onConfirm={() => approve.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

export function EndDialog({
  disclosure,
  way,
  onClose,
}: DialogProps & { way: 'give' | 'refuse' }): JSX.Element {
  const { t } = useTranslation();
  const end = useEnd(disclosure.id, way);
  const [words, setWords] = useState('');
  return (
    <ActionDialog
      title={t(`disclosure.${way}Title`)}
      explain={<p>{t(`disclosure.${way}Explain`)}</p>}
      confirm={t(`disclosure.${way}`)}
      action={end}
      isDisabled={words.trim() === ''}
      onConfirm={() => end.mutate(words, { onSuccess: onClose })}
      onClose={onClose}
    >
      <LongField label={t(`disclosure.${way}Words`)} value={words} onChange={setWords} />
    </ActionDialog>
  );
}
