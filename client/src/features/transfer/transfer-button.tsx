import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { TransferDialog } from './transfer-dialog.js';
import styles from './transfer.module.css';

interface TransferButtonProps {
  ticket: TicketSummary;
  staffId: string;
}

/** Stands in the head of a talk of one's own, unless somebody has been asked already. */
export function TransferButton({ ticket, staffId }: TransferButtonProps): JSX.Element | null {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const isMine = ticket.state === 'active' && ticket.assignedTo?.id === staffId;
  if (!isMine || ticket.transfer?.state === 'standing') return null;
  const { alias, number } = ticket;
  return (
    <>
      <Button
        size="small"
        className={styles.open ?? ''}
        aria-label={t('transfer.openLabel', { alias, number })}
        onPress={() => setIsOpen(true)}
      >
        <Icon name="handOver" size={16} />
        <span className={styles.openWord}>{t('transfer.open')}</span>
      </Button>
      <TransferDialog ticket={ticket} staffId={staffId} isOpen={isOpen} onOpenChange={setIsOpen} />
    </>
  );
}
