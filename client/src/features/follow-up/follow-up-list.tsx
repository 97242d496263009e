import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type SessionView, type TicketSummary } from '../../shared/contract.js';
import { supervises } from '../../shared/session/rights.js';
import { useIsMuted } from '../../shared/tickets/is-muted.js';
import { type TakeMutation, useTakeTicket } from '../../shared/tickets/take-ticket.js';
import { useAgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import styles from './follow-up.module.css';
import { gravestFirst } from './gravest-first.js';
import { useMessageObstacle } from './use-message-words.js';

interface FollowUpListProps {
  desk: DeskView;
  session: SessionView;
  /** What else may be done with a ticket. */
  actionsOf: (ticket: TicketSummary) => ReactNode;
  onTaken: (ticketId: string) => void;
  /** Somebody beside it says already that the person can take nobody more. */
  isFullSaid?: boolean;
}

/** Whoever left the line, or never got into it: a person decides what becomes of each, and nobody is lost. */
export function FollowUpList(props: FollowUpListProps): JSX.Element {
  const { desk, session, actionsOf, onTaken, isFullSaid = false } = props;
  const { t } = useTranslation();
  const take = useTakeTicket(onTaken);
  const { capacity } = desk.me;
  const isFull = desk.mine.length >= capacity;
  if (desk.followUps.length === 0) return <p className={styles.empty}>{t('followUp.empty')}</p>;
  return (
    <div className={styles.frame}>
      {isFull && !isFullSaid && <Notice tone="plain">{t('lists.full', { capacity })}</Notice>}
      <RefusalNotice error={take.error} attempt={take.submittedAt} />
      <ul className={styles.list}>
        {gravestFirst(desk.followUps).map((ticket) => (
          <FollowUpRow
            key={ticket.id}
            ticket={ticket}
            desk={desk}
            take={take}
            isFull={isFull}
            session={session}
            actions={actionsOf(ticket)}
          />
        ))}
      </ul>
    </div>
  );
}

function Since({ since }: { since: string }): JSX.Element {
  const { t } = useTranslation();
  return (
    <time dateTime={since} className={styles.since}>
      {t('followUp.since', { age: useAgeText(since) })}
    </time>
  );
}

interface FollowUpRowProps {
  ticket: TicketSummary;
  desk: DeskView;
  take: TakeMutation;
  isFull: boolean;
  session: SessionView;
  actions: ReactNode;
}

function FollowUpRow({ ticket, desk, take, isFull, session, actions }: FollowUpRowProps): JSX.Element {
  const { t } = useTranslation();
  const obstacle = useMessageObstacle(ticket);
  const { followUp } = ticket;
  const isMuted = useIsMuted(ticket);
  const mayTake = !isFull && (!isMuted || supervises(session, ticket.accountId));
  const isMuteOver = followUp?.reason === 'muted' && !isMuted;
  const isTaking = take.isPending && take.variables.ticketId === ticket.id;
  return (
    <li className={styles.row} data-follow-up={followUp?.reason}>
      <div className={styles.who}>
        <TicketLine ticket={ticket} accounts={desk.accounts} />
      </div>
      <div className={styles.why}>
        {followUp !== null && (
          <p>
            {isMuteOver ? t('followUp.muteOver') : t(`followUp.reason.${followUp.reason}`)}{' '}
            <Since since={followUp.since} />
          </p>
        )}
        <TicketMarks ticket={ticket} />
        <p className={styles.message}>{obstacle ?? t('followUp.ready')}</p>
      </div>
      <div className={styles.actions}>
        <Button
          size="small"
          aria-label={t('lists.takeLabel', { alias: ticket.alias, number: ticket.number })}
          isDisabled={!mayTake}
          isPending={isTaking}
          onPress={() => take.mutate({ ticketId: ticket.id })}
        >
          {t(isTaking ? 'lists.taking' : 'lists.take')}
        </Button>
        {actions}
      </div>
    </li>
  );
}
