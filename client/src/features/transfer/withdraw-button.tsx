import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { Button } from '../../shared/ui/button.js';
import styles from './transfer.module.css';

/** Takes back the question whether somebody takes over. */
export function WithdrawButton({ ticket }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const withdraw = useTicketAction(ticket.id, 'transfer/withdraw');
  const { alias, number } = ticket;
  return (
    <>
      {withdraw.isError && (
        <span className={styles.error} role="alert">
          {errorMessage(withdraw.error)}
        </span>
      )}
      <Button
        size="small"
        aria-label={t('transfer.withdrawLabel', { alias, number })}
        isPending={withdraw.isPending}
        onPress={() => withdraw.mutate({})}
      >
        {t('transfer.withdraw')}
      </Button>
    </>
  );
}
