import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { Link } from '../../shared/navigation/link.js';
import { Icon } from '../../shared/ui/icon.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import { UnansweredMark } from '../../shared/ui/unanswered-mark.js';
import styles from './other-tickets.module.css';

interface OtherTicketsProps {
  desk: DeskView;
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
}

export function OtherTickets({ desk, selectedId, addressOfTicket }: OtherTicketsProps): JSX.Element {
  const { t } = useTranslation();
  if (desk.others.length === 0) return <p className={styles.empty}>{t('board.othersEmpty')}</p>;
  return (
    <ul className={styles.list}>
      {desk.others.map((ticket) => (
        <OtherTicket
          key={ticket.id}
          ticket={ticket}
          desk={desk}
          address={addressOfTicket(ticket.id)}
          isSelected={ticket.id === selectedId}
        />
      ))}
    </ul>
  );
}

interface OtherTicketProps {
  ticket: TicketSummary;
  desk: DeskView;
  address: string;
  isSelected: boolean;
}

function OtherTicket({ ticket, desk, address, isSelected }: OtherTicketProps): JSX.Element {
  const { t } = useTranslation();
  const label = t('board.openLabel', { alias: ticket.alias, number: ticket.number });
  return (
    <li className={styles.row} data-selected={isSelected}>
      <div className={styles.who}>
        <TicketLine ticket={ticket} accounts={desk.accounts} />
      </div>
      <p className={styles.counselor}>
        {t('board.assignedTo', { name: ticket.assignedTo?.displayName ?? t('caller.nobody') })}
      </p>
      <p className={styles.marks}>
        <UnansweredMark since={ticket.unansweredSince} />
        <TicketMarks ticket={ticket} />
      </p>
      <Link
        href={address}
        className={styles.open}
        aria-label={label}
        aria-current={isSelected ? 'true' : undefined}
      >
        <Icon name="eye" size={16} />
        {t('board.open')}
      </Link>
    </li>
  );
}
