import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { TransferDialog } from './transfer-dialog.js';
import styles from './transfer.module.css';

interface TransferButtonProps {
  ticket: TicketSummary;
  staffId: string;
  accounts: readonly AccountView[];
}

/**
 * Stands in the head of a talk of one's own. It stays while somebody is being asked, so that the keyboard comes back to
 * it from the dialog, and the dialog ends by itself instead of being torn away when the ticket goes.
 */
export function TransferButton({ ticket, staffId, accounts }: TransferButtonProps): JSX.Element | null {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const isMine = ticket.state === 'active' && ticket.assignedTo?.id === staffId;
  useCommands(
    isMine
      ? [
          {
            id: 'transfer',
            group: 'talk',
            name: t('command.transfer'),
            words: t('command.words.transfer'),
            icon: 'handOver',
            shortcut: 'transfer',
            run: () => setIsOpen(true),
          },
        ]
      : [],
  );
  if (!isMine && !isOpen) return null;
  const { alias, number } = ticket;
  return (
    <>
      {isMine && (
        <Button
          size="small"
          className={styles.open ?? ''}
          aria-label={t('transfer.openLabel', { alias, number })}
          onPress={() => setIsOpen(true)}
        >
          <Icon name="handOver" size={16} />
          <span className={styles.openWord}>{t('transfer.open')}</span>
        </Button>
      )}
      <TransferDialog
        ticket={ticket}
        staffId={staffId}
        accounts={accounts}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
      />
    </>
  );
}
