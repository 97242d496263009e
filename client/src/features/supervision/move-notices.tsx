import { type JSX, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type Move, type TicketSummary } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { paths } from '../../shared/navigation/location.js';
import { Button } from '../../shared/ui/button.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { Icon } from '../../shared/ui/icon.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { useKeyboardToNext } from '../../shared/ui/use-keyboard-to-next.js';
import { useMoves, useMoveSeen } from './api/rules.js';
import styles from './moves.module.css';

/** On top of the desk: what a supervisor moved of the person's, with their words, until it has been read. */
export function MoveNotices(): JSX.Element {
  const { t } = useTranslation();
  const moves = useMoves();
  const [isWanted, setIsWanted] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  // The newest is what the person looks for when something has just gone from under their hands.
  const rows = (moves.data?.moves ?? []).toReversed();
  // So many stand as leave the lists below, on which one works, where they are.
  const standing = rows.length <= 2 ? 2 : 1;
  const hidden = rows.length - standing;
  const isOpen = isWanted && hidden > 0;
  useKeyboardToNext(region, '[data-move]');
  return (
    // It stands always, so that a screen reader hears at once.
    <div
      role="status"
      aria-label={t('move.region')}
      aria-atomic="false"
      aria-relevant="additions"
      className={styles.region}
      ref={region}
    >
      {(isOpen ? rows : rows.slice(0, standing)).map((move) => (
        <MoveNotice key={move.id} move={move} />
      ))}
      {hidden > 0 && (
        <Button size="small" look="plain" aria-expanded={isOpen} onPress={() => setIsWanted(!isOpen)}>
          {isOpen ? t('bars.fewer') : t('move.more', { count: hidden })}
        </Button>
      )}
    </div>
  );
}

function MoveNotice({ move }: { move: Move }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const seen = useMoveSeen(move);
  const { kind, alias, number, by, from, to, note, at } = move;
  return (
    <div className={styles.card} data-move={kind}>
      <p className={styles.what}>
        <Icon name={kind === 'give-back' ? 'here' : 'handOver'} size={16} />
        <span>
          {t(`move.${kind}`, {
            by: by.displayName,
            alias,
            from: from.displayName,
            to: to?.displayName ?? '',
          })}
        </span>
      </p>
      <p className={styles.note}>{note ?? t('move.erased')}</p>
      <RefusalNotice error={seen.error} attempt={seen.submittedAt} />
      <div className={styles.foot}>
        <time className={styles.time} dateTime={at}>
          {dayAndTime(at, language)}
        </time>
        <Button
          size="small"
          aria-label={t('move.seenLabel', { alias, number })}
          isPending={seen.isPending}
          onPress={() => seen.mutate()}
        >
          <Icon name="check" size={16} />
          {t('move.seen')}
        </Button>
      </div>
    </div>
  );
}

interface TakenOverProps {
  tickets: readonly TicketSummary[];
  accounts: readonly AccountView[];
}

/** Below one's own tickets: those in which a supervisor stands in. They are not one's own for now. */
export function TakenOver({ tickets, accounts }: TakenOverProps): JSX.Element | null {
  const { t } = useTranslation();
  if (tickets.length === 0) return null;
  return (
    <section aria-labelledby="taken-over" className={styles.takenOver}>
      <h2 className={styles.heading} id="taken-over">
        {t('takeOver.list')}
        <span className={styles.count}>{t('lists.count', { count: tickets.length })}</span>
      </h2>
      <ul>
        {tickets.map((ticket) => (
          <li key={ticket.id} className={styles.row}>
            <TicketLine ticket={ticket} accounts={accounts} />
            <p className={styles.by}>
              {t('takeOver.listBy', { name: ticket.assignedTo?.displayName ?? '' })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface StandInProps {
  ticket: TicketSummary;
  /** What else there is to say of it. */
  children?: ReactNode;
}

/** Where the talk stood that a supervisor has taken over. */
export function StandIn({ ticket, children }: StandInProps): JSX.Element {
  const { t } = useTranslation();
  const name = ticket.assignedTo?.displayName ?? '';
  return (
    <EmptyState
      title={t('takeOver.standIn', { name, alias: ticket.alias })}
      detail={t('takeOver.standInDetail')}
      action={
        <>
          {children}
          <Link href={paths.desk}>{t('common.toDesk')}</Link>
        </>
      }
    />
  );
}
