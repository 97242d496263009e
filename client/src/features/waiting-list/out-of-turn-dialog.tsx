import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { useTakeTicket } from '../../shared/tickets/take-ticket.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import { firstInLine } from './line-places.js';
import { type OutOfTurn } from './out-of-turn.js';
import styles from './ticket-lists.module.css';

interface OutOfTurnDialogProps {
  outOfTurn: OutOfTurn;
  desk: DeskView;
  onTaken: (ticketId: string) => void;
  onClose: () => void;
}

export function OutOfTurnDialog({
  outOfTurn: { ticket, offers },
  ...props
}: OutOfTurnDialogProps): JSX.Element {
  return offers === 'reason' ? (
    <ReasonDialog ticket={ticket} {...props} />
  ) : (
    <FirstInsteadDialog ticket={ticket} {...props} />
  );
}

type DialogProps = Omit<OutOfTurnDialogProps, 'outOfTurn'> & { ticket: TicketSummary };

function ReasonDialog({ ticket, onTaken, onClose }: DialogProps): JSX.Element {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const take = useTakeTicket((id) => {
    onClose();
    onTaken(id);
  });
  return (
    <ActionDialog
      title={t('outOfTurn.reasonTitle', { alias: ticket.alias, number: ticket.number })}
      explain={t('outOfTurn.reasonExplain')}
      confirm={t('lists.take')}
      action={take}
      onConfirm={() => take.mutate({ ticketId: ticket.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} isFirst />
    </ActionDialog>
  );
}

/** The line may have moved meanwhile: whoever is first now is offered. */
function FirstInsteadDialog({ ticket, desk, onTaken, onClose }: DialogProps): JSX.Element {
  const { t } = useTranslation();
  const first = firstInLine(desk.waiting, ticket.accountId);
  const take = useTakeTicket((id) => {
    onClose();
    onTaken(id);
  });
  return (
    <ActionDialog
      title={t('outOfTurn.firstTitle')}
      explain={t('outOfTurn.firstExplain')}
      confirm={t('outOfTurn.takeFirst')}
      action={take}
      isDisabled={first === undefined}
      onConfirm={() => first !== undefined && take.mutate({ ticketId: first.id })}
      onClose={onClose}
    >
      {first !== undefined && (
        <div className={styles.first}>
          <TicketLine ticket={first} accounts={desk.accounts} />
          <TicketMarks ticket={first} />
        </div>
      )}
    </ActionDialog>
  );
}
