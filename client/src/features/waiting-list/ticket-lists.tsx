import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { MyTicket } from './my-ticket.js';
import styles from './ticket-lists.module.css';
import { WaitingTickets } from './waiting-tickets.js';

interface TicketListsProps {
  desk: DeskView;
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
  /** How many replies to a caller were refused and wait for a person. */
  unsentOf: (ticketId: string) => number;
  /** What else may be done with a ticket that nobody looks after. */
  actionsOf: (ticket: TicketSummary) => ReactNode;
  onTaken: (ticketId: string) => void;
  /** What comes before everything else. */
  top: ReactNode;
  /** What stands below one's own tickets. */
  belowMine: ReactNode;
  /** What stands below the line. */
  children: ReactNode;
}

export function TicketLists(props: TicketListsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.region} role="region" aria-label={t('lists.region')}>
      {props.top}
      <MyTickets {...props} />
      {props.belowMine}
      <WaitingTickets {...props} />
      {props.children}
    </div>
  );
}

function MyTickets({ desk, selectedId, addressOfTicket, unsentOf }: TicketListsProps): JSX.Element {
  const { t } = useTranslation();
  const { capacity } = desk.me;
  return (
    <section aria-labelledby="mine-heading">
      <h2 className={styles.heading}>
        <span id="mine-heading">{t('lists.mine')}</span>
        <span className={styles.count}>{t('lists.load', { count: desk.mine.length, capacity })}</span>
      </h2>
      {desk.mine.length === 0 && <p className={styles.empty}>{t('lists.mineEmpty')}</p>}
      <ul className={styles.list}>
        {desk.mine.map((ticket) => (
          <MyTicket
            key={ticket.id}
            ticket={ticket}
            accounts={desk.accounts}
            address={addressOfTicket(ticket.id)}
            isSelected={ticket.id === selectedId}
            unsent={unsentOf(ticket.id)}
          />
        ))}
      </ul>
    </section>
  );
}
