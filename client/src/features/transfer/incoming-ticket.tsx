import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { shorten } from '../../shared/format/shorten.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { useAgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import { UnansweredMark } from '../../shared/ui/unanswered-mark.js';
import { useHandovers } from './api/handovers.js';
import styles from './incoming.module.css';
import { Refusal } from './transfer-dialog.js';

interface IncomingTicketProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
  onAccepted: () => void;
  onDecline: () => void;
}

export function IncomingTicket({
  ticket,
  accounts,
  onAccepted,
  onDecline,
}: IncomingTicketProps): JSX.Element {
  const { t } = useTranslation();
  const accept = useTicketAction(ticket.id, 'transfer/accept');
  const { alias, number, transfer } = ticket;
  // The row may go before the answer comes; its own callbacks would go with it.
  const take = (): void => void accept.mutateAsync({}).then(onAccepted, () => undefined);
  const from = transfer?.from.displayName ?? '';
  return (
    <li className={styles.card}>
      <TicketLine ticket={ticket} accounts={accounts} />
      <p className={styles.from}>
        {t('incoming.from', { name: from, age: useAgeText(transfer?.since ?? ticket.waitingSince) })}
      </p>
      <Note ticket={ticket} />
      <p className={styles.marks}>
        <UnansweredMark since={ticket.unansweredSince} />
        <TicketMarks ticket={{ ...ticket, transfer: null }} />
      </p>
      <Refusal error={accept.error} />
      <div className={styles.buttons}>
        <Button
          size="small"
          look="primary"
          aria-label={t('incoming.acceptLabel', { alias, number })}
          isPending={accept.isPending}
          onPress={take}
        >
          {t(accept.isPending ? 'incoming.accepting' : 'incoming.accept')}
        </Button>
        <Button
          size="small"
          aria-label={t('incoming.declineLabel', { alias, number })}
          isDisabled={accept.isPending}
          onPress={onDecline}
        >
          {t('incoming.decline')}
        </Button>
      </div>
    </li>
  );
}

/** Longer than so many letters, a note would push everything else away. */
const shortLength = 90;

function Note({ ticket }: { ticket: TicketSummary }): JSX.Element | null {
  const { t } = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const handovers = useHandovers(ticket);
  const handover = handovers.data?.handovers.find(({ id }) => id === ticket.transfer?.id);
  if (handover === undefined) return null;
  const { note } = handover;
  if (note === null) return <p className={styles.from}>{t('handover.erased')}</p>;
  const { text, isCut } = shorten(note, shortLength);
  return (
    <div className={styles.note}>
      <p className={styles.noteWords}>{isWhole ? note : text}</p>
      {isCut && (
        <Button look="plain" size="small" aria-expanded={isWhole} onPress={() => setIsWhole(!isWhole)}>
          {t(isWhole ? 'incoming.less' : 'incoming.more')}
        </Button>
      )}
    </div>
  );
}
