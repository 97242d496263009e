import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { useAgeText } from '../../shared/ui/age.js';
import { useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { linePlaces } from './line-places.js';
import { OutOfTurnDialog } from './out-of-turn-dialog.js';
import styles from './take-bar.module.css';
import { useTakeInTurn } from './use-take-in-turn.js';

interface TakeBarProps {
  ticket: TicketSummary;
  desk: DeskView;
  onTaken: (ticketId: string) => void;
}

function Since({ ticket: { followUp, waitingSince } }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  const since = followUp?.since ?? waitingSince;
  const age = useAgeText(since);
  return (
    <time dateTime={since}>
      {followUp === null ? `${age} ${t('ticket.waited')}` : t('followUp.since', { age })}
    </time>
  );
}

/** In a talk that nobody looks after: whoever reads it, perhaps after an alarm, can look after it from here. */
export function TakeBar({ ticket, desk, onTaken }: TakeBarProps): JSX.Element | null {
  const { t } = useTranslation();
  const { take, early, tryToTake, forget } = useTakeInTurn(onTaken);
  const isFull = desk.mine.length >= desk.me.capacity;
  const isFree = ticket.state === 'waiting' || ticket.state === 'follow-up';
  const bar = useBar(isFree ? 'take' : null);
  if (!isFree) return null;
  const place = linePlaces(desk.waiting).get(ticket.id);
  return (
    <div className={styles.bar} {...bar}>
      <p className={styles.words}>
        {place !== undefined && <strong>{t('lists.inLine', { place })}</strong>}
        {ticket.followUp !== null && <strong>{t(`followUp.reason.${ticket.followUp.reason}`)}</strong>}{' '}
        <Since ticket={ticket} />
      </p>
      <Button
        size="small"
        look="primary"
        isDisabled={isFull}
        isPending={take.isPending}
        onPress={() => tryToTake(ticket)}
      >
        {take.isPending ? t('lists.taking') : t('lists.take')}
      </Button>
      {isFull && <p>{t('lists.full', { capacity: desk.me.capacity })}</p>}
      {early === null && <RefusalNotice error={take.error} attempt={take.submittedAt} />}
      {early !== null && <OutOfTurnDialog outOfTurn={early} desk={desk} onTaken={onTaken} onClose={forget} />}
    </div>
  );
}
