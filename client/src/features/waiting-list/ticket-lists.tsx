import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type DeskView, type SessionView } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { useTakeTicket } from './api/take-ticket.js';
import { MyTicket } from './my-ticket.js';
import styles from './ticket-lists.module.css';
import { WaitingTicket } from './waiting-ticket.js';

interface TicketListsProps {
  desk: DeskView;
  session: SessionView;
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
  onTaken: (ticketId: string) => void;
}

export function TicketLists(props: TicketListsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.region} role="region" aria-label={t('lists.region')}>
      <MyTickets {...props} />
      <WaitingTickets {...props} />
    </div>
  );
}

function MyTickets({ desk, session, selectedId, addressOfTicket }: TicketListsProps): JSX.Element {
  const { t } = useTranslation();
  const { capacity } = session.staff;
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
          />
        ))}
      </ul>
    </section>
  );
}

function WaitingTickets({ desk, session, onTaken }: TicketListsProps): JSX.Element {
  const { t } = useTranslation();
  const { capacity } = session.staff;
  const take = useTakeTicket(onTaken);
  const isFull = desk.mine.length >= capacity;
  return (
    <section aria-labelledby="waiting-heading">
      <h2 className={styles.heading}>
        <span id="waiting-heading">{t('lists.waiting')}</span>
        <span className={styles.count}>{t('lists.count', { count: desk.waiting.length })}</span>
      </h2>
      <div className={styles.notices}>
        <TakeRefusal error={take.error} attempt={take.submittedAt} />
        {isFull && desk.waiting.length > 0 && <Notice tone="plain">{t('lists.full', { capacity })}</Notice>}
      </div>
      {desk.waiting.length === 0 && <p className={styles.empty}>{t('lists.waitingEmpty')}</p>}
      <ol className={styles.list}>
        {desk.waiting.map((ticket, place) => (
          <WaitingTicket
            key={ticket.id}
            ticket={ticket}
            accounts={desk.accounts}
            isNext={place === 0}
            isDisabled={isFull}
            isTaking={take.isPending && take.variables === ticket.id}
            onTake={() => take.mutate(ticket.id)}
          />
        ))}
      </ol>
    </section>
  );
}

/** Stands above the list, because the row it is about has usually left it. */
function TakeRefusal({ error, attempt }: { error: Error | null; attempt: number }): JSX.Element | null {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [dismissed, setDismissed] = useState(0);
  if (error === null || dismissed === attempt) return null;
  return (
    <Notice
      tone="amber"
      role="alert"
      action={
        <Button
          look="plain"
          size="icon"
          aria-label={t('lists.dismiss')}
          onPress={() => setDismissed(attempt)}
        >
          <Icon name="close" size={16} />
        </Button>
      }
    >
      {errorMessage(error)}
    </Notice>
  );
}
