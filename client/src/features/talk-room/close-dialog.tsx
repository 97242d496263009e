import { type JSX, useState } from 'react';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type TicketSummary } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Modal } from '../../shared/ui/modal.js';
import { Notice } from '../../shared/ui/notice.js';
import { useCloseTicket } from './api/close-ticket.js';
import styles from './close-dialog.module.css';

interface CloseDialogProps {
  ticket: TicketSummary;
  hasDraft: boolean;
  hasUndelivered: boolean;
}

export function CloseDialog({ ticket, hasDraft, hasUndelivered }: CloseDialogProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [isOpen, setIsOpen] = useState(false);
  const close = useCloseTicket(ticket.id);

  const change = (open: boolean): void => {
    if (open) close.reset();
    setIsOpen(open);
  };

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <Button size="small">{t('closing.open')}</Button>
      <Modal
        isOpen={isOpen}
        onOpenChange={change}
        title={t('closing.question')}
        role="alertdialog"
        isDismissable={!close.isPending}
      >
        <p className={styles.explain}>{t('closing.explain')}</p>
        {ticket.unansweredSince !== null && <Notice tone="amber">{t('closing.unanswered')}</Notice>}
        {hasUndelivered && <Notice tone="amber">{t('closing.undelivered')}</Notice>}
        {hasDraft && <Notice tone="amber">{t('closing.draft')}</Notice>}
        {close.isError && (
          <Notice tone="danger" role="alert">
            {errorMessage(close.error)}
          </Notice>
        )}
        <div className={styles.buttons}>
          <Button slot="close" autoFocus isDisabled={close.isPending}>
            {t('closing.cancel')}
          </Button>
          <Button
            look="primary"
            isPending={close.isPending}
            onPress={() => close.mutate(undefined, { onSuccess: () => setIsOpen(false) })}
          >
            {close.isPending ? t('closing.confirming') : t('closing.confirm')}
          </Button>
        </div>
      </Modal>
    </DialogTrigger>
  );
}
