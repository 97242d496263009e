import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../../shared/contract.js';
import { useSeenThrough } from '../../shared/live/use-seen-through.js';
import { type TicketAction, useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useFollowUpText } from './api/get-text.js';
import styles from './follow-up.module.css';

export const followUpActions = ['line', 'message', 'close'] as const;
export type FollowUpAction = (typeof followUpActions)[number];

interface FollowUpDialogProps {
  action: FollowUpAction;
  ticket: TicketSummary;
  onClose: () => void;
}

/** Each of these reaches the caller, or ends something: so it is asked before. */
export function FollowUpDialog({ action, ticket, onClose }: FollowUpDialogProps): JSX.Element {
  const { t } = useTranslation();
  const { alias, number } = ticket;
  const change: TicketAction<object> = useTicketAction<object>(ticket.id, `follow-up/${action}`);
  const seenThrough = useSeenThrough(ticket.id);
  return (
    <ActionDialog
      title={t(`followUp.title.${action}`, { alias, number })}
      explain={t(`followUp.explain.${action}`)}
      confirm={t(`followUp.confirm.${action}`)}
      action={change}
      onConfirm={() =>
        change.mutate(action === 'close' ? { seenThrough: seenThrough() } : {}, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      {action === 'message' && <TextToSend accountId={ticket.accountId} />}
    </ActionDialog>
  );
}

function TextToSend({ accountId }: { accountId: string }): JSX.Element {
  const { t } = useTranslation();
  const text = useFollowUpText(accountId);
  if (text.data === undefined) return <LoadState query={text} />;
  return (
    // A long one scrolls, also by keyboard.
    <div className={styles.text} role="group" aria-label={t('followUp.explain.message')} tabIndex={0}>
      <p lang="ja">{text.data}</p>
    </div>
  );
}
