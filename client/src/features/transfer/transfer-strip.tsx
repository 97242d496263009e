import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, type TicketSummary, type Transfer } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { useTargetName } from '../../shared/ui/target-name.js';
import { useHandovers } from './api/handovers.js';
import styles from './transfer.module.css';
import { WithdrawButton } from './withdraw-button.js';

interface TransferStripProps {
  ticket: TicketSummary;
  staffId: string;
  accounts: readonly AccountView[];
}

/** Below the head of the talk: that somebody was asked to take over, or that they could not. */
export function TransferStrip({ ticket, staffId, accounts }: TransferStripProps): JSX.Element | null {
  if (ticket.transfer === null || ticket.state !== 'active') return null;
  const isMine = ticket.assignedTo?.id === staffId;
  const { transfer } = ticket;
  if (transfer.state === 'standing') {
    return <Standing ticket={ticket} transfer={transfer} accounts={accounts} isMine={isMine} />;
  }
  return isMine ? <Declined ticket={ticket} transfer={transfer} /> : null;
}

interface PartProps {
  ticket: TicketSummary;
  transfer: Transfer;
}

function Standing(props: PartProps & { accounts: readonly AccountView[]; isMine: boolean }): JSX.Element {
  const { ticket, transfer, accounts, isMine } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const to = useTargetName(accounts)(transfer.to);
  const time = clockTime(transfer.since, language);
  return (
    <div className={styles.strip} role="status" {...useBar('transfer')}>
      <Icon name="handOver" />
      <p className={styles.stripWords}>
        <strong>
          {isMine
            ? t('transfer.pending', { to, time })
            : t('transfer.pendingOthers', { from: transfer.from.displayName, to, time })}
        </strong>{' '}
        {isMine && t('transfer.pendingDetail')}
      </p>
      {isMine && <WithdrawButton ticket={ticket} />}
    </div>
  );
}

function Declined({ ticket, transfer }: PartProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const handovers = useHandovers(ticket);
  const dismiss = useTicketAction(ticket.id, 'transfer/dismiss');
  const answer = handovers.data?.handovers.find(({ id }) => id === transfer.id);
  const by = transfer.declinedBy;
  return (
    <div className={classNames(styles.strip, styles.declined)} role="status" {...useBar('transfer')}>
      <Icon name="alert" />
      <p className={styles.stripWords}>
        <strong>
          {by === null ? t('transfer.declinedByNobody') : t('transfer.declined', { name: by.displayName })}
        </strong>{' '}
        {answer !== undefined &&
          by !== null &&
          (answer.declineReason === null
            ? t('transfer.noReason')
            : t('transfer.reason', { reason: answer.declineReason }))}
        <br />
        {t('transfer.declinedBack')}
        {dismiss.isError && <span className={styles.error}> {errorMessage(dismiss.error)}</span>}
      </p>
      <Button size="small" isPending={dismiss.isPending} onPress={() => dismiss.mutate({})}>
        {t('transfer.seen')}
      </Button>
    </div>
  );
}
