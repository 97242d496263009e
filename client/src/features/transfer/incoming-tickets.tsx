import { type JSX, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { Spoken, useVoice } from '../../shared/spoken/spoken.js';
import { DeclineDialog } from './decline-dialog.js';
import { IncomingTicket } from './incoming-ticket.js';
import styles from './incoming.module.css';

interface IncomingTicketsProps {
  onAccepted: (ticketId: string) => void;
}

/** Colleagues who ask to take over: on top of the desk, because they and their callers wait for the answer. */
export function IncomingTickets({ onAccepted }: IncomingTicketsProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const [declined, setDeclined] = useState<TicketSummary | null>(null);
  const incoming: readonly TicketSummary[] = desk?.incoming ?? [];
  const accounts: readonly AccountView[] = desk?.accounts ?? [];
  const voice = useVoice();
  const known = useRef(new Set<string>());
  useEffect(() => {
    const isNew = incoming.some(({ id }) => !known.current.has(id));
    known.current = new Set(incoming.map(({ id }) => id));
    // What nobody asks any more isn't found here later.
    if (incoming.length === 0) voice.hush();
    if (isNew) voice.say(t('incoming.announce', { count: incoming.length }));
  });
  return (
    <div className={styles.region}>
      <Spoken voice={voice} />
      {incoming.length > 0 && (
        <section aria-labelledby="incoming-heading">
          <h2 className={styles.heading}>
            <span id="incoming-heading">{t('incoming.heading')}</span>
            <span className={styles.count}>{t('lists.count', { count: incoming.length })}</span>
          </h2>
          <ul className={styles.list}>
            {incoming.map((ticket) => (
              <IncomingTicket
                key={ticket.id}
                ticket={ticket}
                accounts={accounts}
                onAccepted={() => onAccepted(ticket.id)}
                onDecline={() => setDeclined(ticket)}
              />
            ))}
          </ul>
        </section>
      )}
      {/* Not within its row, which goes as soon as the answer is known. */}
      {declined !== null && <DeclineDialog ticket={declined} onClose={() => setDeclined(null)} />}
    </div>
  );
}
