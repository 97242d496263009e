import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { supervises } from '../../shared/session/rights.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import styles from './tools.module.css';

interface TakeOverButtonProps {
  ticket: TicketSummary;
  session: SessionView;
  onTaken: (ticketId: string) => void;
}

/** In the head of somebody else's talk: a supervisor steps in. */
export function TakeOverButton({ ticket, session, onTaken }: TakeOverButtonProps): JSX.Element | null {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const takeOver = useTicketAction(ticket.id, 'take-over');
  const { alias, number } = ticket;
  const mayTake =
    ticket.state === 'active' &&
    ticket.assignedTo?.id !== session.staff.id &&
    supervises(session, ticket.accountId);
  if (!mayTake && name === null) return null;
  const close = (): void => setName(null);
  return (
    <>
      {mayTake && (
        <Button
          size="small"
          className={styles.tool ?? ''}
          aria-label={t('takeOver.openLabel', { alias, number })}
          onPress={() => setName(ticket.assignedTo?.displayName ?? '')}
        >
          <Icon name="handOver" size={16} />
          <span className={styles.word}>{t('takeOver.open')}</span>
        </Button>
      )}
      {name !== null && (
        <ActionDialog
          title={t('takeOver.title', { name })}
          explain={t('takeOver.explain', { name })}
          confirm={t('takeOver.confirm')}
          action={takeOver}
          onConfirm={() =>
            // The talk may go from the screen before the answer comes; its own callbacks would go with it.
            void takeOver.mutateAsync({ reason: reason.trim() }).then(
              () => onTaken(ticket.id),
              () => undefined,
            )
          }
          onClose={close}
        >
          <ReasonField value={reason} onChange={setReason} isFirst />
        </ActionDialog>
      )}
    </>
  );
}
