import { type JSX, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { Link } from '../shared/navigation/link.js';
import { addressOf, paths } from '../shared/navigation/location.js';
import { Button } from '../shared/ui/button.js';
import { Modal } from '../shared/ui/modal.js';
import { TicketLine } from '../shared/ui/ticket-line.js';
import { UnansweredMark } from '../shared/ui/unanswered-mark.js';
import styles from './sign-out-dialog.module.css';

interface SignOutDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Nobody is left in their hands. */
  onEmpty: () => void;
}

/** Whoever signs out leaves nobody behind: each caller goes to a colleague or back to the line first. */
export function SignOutDialog({ isOpen, onOpenChange, onEmpty }: SignOutDialogProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const mine = desk?.mine ?? [];
  const isEmpty = desk !== undefined && mine.length === 0;
  useEffect(() => {
    if (isOpen && isEmpty) onEmpty();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen, isEmpty]);
  return (
    <Modal isOpen={isOpen} onOpenChange={onOpenChange} title={t('signOut.heading')} isDismissable={false}>
      <ul className={styles.list} aria-label={t('signOut.tickets')}>
        {mine.map((ticket) => (
          <Row
            key={ticket.id}
            ticket={ticket}
            accounts={desk?.accounts ?? []}
            onOpen={() => onOpenChange(false)}
          />
        ))}
      </ul>
      <div className={styles.end}>
        <Button slot="close">{t('signOut.cancel')}</Button>
      </div>
    </Modal>
  );
}

interface RowProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
  onOpen: () => void;
}

function Row({ ticket, accounts, onOpen }: RowProps): JSX.Element {
  return (
    <li className={styles.row}>
      <Link href={addressOf(paths.desk, ticket.id)} className={styles.ticket} onClick={onOpen}>
        <TicketLine ticket={ticket} accounts={accounts} />
      </Link>
      <UnansweredMark since={ticket.unansweredSince} />
    </li>
  );
}
