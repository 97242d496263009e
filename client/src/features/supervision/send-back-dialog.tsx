import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HeldReply } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { WordsField } from './words-field.js';

interface SendBackDialogProps {
  ticketId: string;
  held: HeldReply;
  onClose: () => void;
}

export function SendBackDialog({ ticketId, held, onClose }: SendBackDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [remark, setRemark] = useState('');
  const sendBack = useTicketAction(ticketId, `held-replies/${held.id}/return`);
  return (
    <ActionDialog
      title={t('approval.review.backTitle', { name: held.author.displayName })}
      explain={t('approval.review.backExplain')}
      confirm={t('approval.review.backConfirm')}
      action={sendBack}
      onConfirm={() => sendBack.mutate({ remark: remark.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <WordsField
        label={t('approval.review.remark')}
        missing={t('approval.review.remarkMissing')}
        limit={2000}
        value={remark}
        onChange={setRemark}
      />
    </ActionDialog>
  );
}
