import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { Button } from '../../shared/ui/button.js';
import { Modal } from '../../shared/ui/modal.js';
import { TextArea } from '../../shared/ui/text-area.js';
import { Refusal } from './transfer-dialog.js';
import styles from './transfer.module.css';

const reasonLimit = 500;

interface DeclineDialogProps {
  ticket: TicketSummary;
  onClose: () => void;
}

/** Says no to a colleague: a reason helps them, and none is demanded. */
export function DeclineDialog(props: DeclineDialogProps): JSX.Element {
  const { t } = useTranslation();
  const name = props.ticket.transfer?.from.displayName ?? '';
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      title={t('incoming.declineHeading', { name })}
    >
      <DeclineForm {...props} from={name} />
    </Modal>
  );
}

function DeclineForm({ ticket, from, onClose }: DeclineDialogProps & { from: string }): JSX.Element {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const decline = useTicketAction(ticket.id, 'transfer/decline');
  const say = (): void => {
    const given = reason.trim();
    decline.mutate(given === '' ? {} : { reason: given }, { onSuccess: onClose });
  };
  return (
    <>
      <p className={styles.explain}>{t('incoming.declineExplain', { name: from })}</p>
      <TextArea label={t('incoming.reason')} value={reason} limit={reasonLimit} onChange={setReason} />
      <Refusal error={decline.error} />
      <div className={styles.buttons}>
        <Button slot="close" isDisabled={decline.isPending}>
          {t('transfer.cancel')}
        </Button>
        <Button look="primary" isPending={decline.isPending} onPress={say}>
          {t(decline.isPending ? 'incoming.declining' : 'incoming.declineSubmit')}
        </Button>
      </div>
    </>
  );
}
