import { type JSX, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Destination } from '../features/transfer/destination.js';
import { TransferDialog } from '../features/transfer/transfer-dialog.js';
import { WithdrawButton } from '../features/transfer/withdraw-button.js';
import { type AccountView, type TicketSummary } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { Link } from '../shared/navigation/link.js';
import { addressOf, paths } from '../shared/navigation/location.js';
import { Button } from '../shared/ui/button.js';
import { Modal } from '../shared/ui/modal.js';
import { useTargetName } from '../shared/ui/target-name.js';
import { TicketLine } from '../shared/ui/ticket-line.js';
import { UnansweredMark } from '../shared/ui/unanswered-mark.js';
import styles from './sign-out-dialog.module.css';

interface SignOutDialogProps {
  staffId: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Nobody is left in their hands. */
  onEmpty: () => void;
}

interface Asked {
  readonly ticket: TicketSummary;
  readonly destination: Destination | null;
}

/** Whoever signs out leaves nobody behind: each caller goes to a colleague or back to the line first. */
export function SignOutDialog({ staffId, isOpen, onOpenChange, onEmpty }: SignOutDialogProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  // Not within its row, which goes as soon as the answer is known.
  const [asked, setAsked] = useState<Asked | null>(null);
  const mine = desk?.mine ?? [];
  const accounts = desk?.accounts ?? [];
  const isDone = isOpen && asked === null && desk !== undefined && mine.length === 0;
  useEffect(() => {
    if (isDone) onEmpty();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isDone]);
  return (
    <Modal isOpen={isOpen} onOpenChange={onOpenChange} title={t('signOut.heading')} isDismissable={false}>
      <p className={styles.explain}>{t(isDone ? 'signOut.done' : 'signOut.explain')}</p>
      <ul className={styles.list} aria-label={t('signOut.tickets')}>
        {mine.map((ticket) => (
          <Row
            key={ticket.id}
            ticket={ticket}
            accounts={accounts}
            onOpen={() => onOpenChange(false)}
            onAsk={(destination) => setAsked({ ticket, destination })}
          />
        ))}
      </ul>
      <div className={styles.end}>
        <Button slot="close">{t('signOut.cancel')}</Button>
      </div>
      {asked !== null && (
        <TransferDialog
          {...asked}
          accounts={accounts}
          staffId={staffId}
          isOpen
          onOpenChange={() => setAsked(null)}
        />
      )}
    </Modal>
  );
}

interface RowProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
  onOpen: () => void;
  onAsk: (destination: Destination | null) => void;
}

function Row({ ticket, accounts, onOpen, onAsk }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const targetName = useTargetName(accounts);
  const { alias, number, transfer } = ticket;
  return (
    <li className={styles.row}>
      <Link href={addressOf(paths.desk, ticket.id)} className={styles.ticket} onClick={onOpen}>
        <TicketLine ticket={ticket} accounts={accounts} />
      </Link>
      <UnansweredMark since={ticket.unansweredSince} />
      {transfer?.state === 'standing' ? (
        <div className={styles.ways}>
          <p className={styles.pending}>{t('signOut.asked', { to: targetName(transfer.to) })}</p>
          <WithdrawButton ticket={ticket} />
        </div>
      ) : (
        <div className={styles.ways}>
          <Button
            size="small"
            aria-label={t('transfer.openLabel', { alias, number })}
            onPress={() => onAsk(null)}
          >
            {t('transfer.open')}
          </Button>
          <Button
            size="small"
            aria-label={t('lineReturn.openLabel', { alias, number })}
            onPress={() => onAsk('line')}
          >
            {t('lineReturn.open')}
          </Button>
        </div>
      )}
    </li>
  );
}
