import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { Icon } from '../../shared/ui/icon.js';
import { LinkButton } from '../../shared/ui/link-button.js';
import { SupervisionMarks } from '../../shared/ui/supervision-marks.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import rows from '../../shared/ui/rows.module.css';
import { classNames } from '../../shared/ui/class-names.js';
import styles from './ticket-rows.module.css';

interface TicketRowsProps {
  tickets: readonly TicketSummary[];
  accounts: DeskView['accounts'];
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
  /** Said where there are none. */
  empty: string;
  /** What matters about it here. */
  renderFact: (ticket: TicketSummary) => ReactNode;
}

/** Tickets to look into without a trace in them. */
export function TicketRows({ tickets, empty, ...rest }: TicketRowsProps): JSX.Element {
  if (tickets.length === 0) return <p className={rows.empty}>{empty}</p>;
  return (
    <ul className={rows.list}>
      {tickets.map((ticket) => (
        <Row key={ticket.id} ticket={ticket} {...rest} />
      ))}
    </ul>
  );
}

interface RowProps extends Omit<TicketRowsProps, 'tickets' | 'empty'> {
  ticket: TicketSummary;
}

function Row({ ticket, accounts, selectedId, addressOfTicket, renderFact }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const isSelected = ticket.id === selectedId;
  return (
    <li className={classNames(rows.row, styles.row)} data-selected={isSelected}>
      <div className={styles.who}>
        <TicketLine ticket={ticket} accounts={accounts} />
      </div>
      <p className={styles.counselor}>
        {t('board.assignedTo', { name: ticket.assignedTo?.displayName ?? t('caller.nobody') })}
      </p>
      <p className={styles.marks}>
        {renderFact(ticket)}
        <SupervisionMarks ticket={ticket} viewer="supervisor" />
        <TicketMarks ticket={ticket} />
      </p>
      <LinkButton
        href={addressOfTicket(ticket.id)}
        aria-label={t('board.openLabel', { alias: ticket.alias, number: ticket.number })}
        aria-current={isSelected ? 'true' : undefined}
      >
        <Icon name="eye" size={16} />
        {t('board.open')}
      </LinkButton>
    </li>
  );
}
