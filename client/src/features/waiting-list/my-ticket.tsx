import { type JSX, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { Link } from '../../shared/navigation/link.js';
import { classNames } from '../../shared/ui/class-names.js';
import { SupervisionMarks } from '../../shared/ui/supervision-marks.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import { UnansweredMark } from '../../shared/ui/unanswered-mark.js';
import { UndeliveredMarks } from '../../shared/ui/undelivered-marks.js';
import styles from './ticket-lists.module.css';

interface MyTicketProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
  address: string;
  isSelected: boolean;
  /** Replies of this tab that were refused. */
  unsent: number;
}

export const MyTicket = memo(function MyTicket({
  ticket,
  accounts,
  address,
  isSelected,
  unsent,
}: MyTicketProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <li>
      <Link
        href={address}
        className={classNames(styles.row, styles.link)}
        aria-current={isSelected ? 'true' : undefined}
      >
        <TicketLine ticket={ticket} accounts={accounts} />
        <span className={styles.wait}>
          {ticket.unseenCount > 0 && (
            <span className={styles.unseen}>
              <span aria-hidden="true">{ticket.unseenCount}</span>
              <span className="visually-hidden">{t('ticket.unseen', { count: ticket.unseenCount })}</span>
            </span>
          )}
        </span>
        <span className={styles.below}>
          <UnansweredMark since={ticket.unansweredSince} />
          <UndeliveredMarks unsent={unsent} undelivered={ticket.undeliveredCount} />
          <SupervisionMarks ticket={ticket} viewer="counselor" />
          <TicketMarks ticket={ticket} />
        </span>
      </Link>
    </li>
  );
});
