import { type JSX, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  bridgeFigures,
  type BridgeFigures,
  type DeskView,
  type FigureList,
  owedSince,
  type TicketSummary,
} from '../../shared/contract.js';
import { useServerNow } from '../../shared/live/use-server-now.js';
import { Link } from '../../shared/navigation/link.js';
import { paths } from '../../shared/navigation/location.js';
import { useAgeText } from '../../shared/ui/age.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './behind-figure.module.css';
import { CounselorTable } from './counselor-table.js';
import { TicketRows } from './ticket-rows.js';

export interface BehindFigureProps {
  list: FigureList;
  desk: DeskView;
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
  debriefs: ReactNode;
  followUps: ReactNode;
  accounts: ReactNode;
}

const headings = {
  waiting: 'bridge.wait',
  oldest: 'bridge.oldest',
  owed: 'bridge.owed',
  risk: 'bridge.risk',
  unseen: 'bridge.unseen',
  people: 'bridge.people',
  overloaded: 'bridge.overloaded',
  idle: 'bridge.idle',
  undelivered: 'bridge.undelivered',
  debriefs: 'bridge.debriefs',
  'follow-ups': 'bridge.followUps',
  quota: 'bridge.quota',
} as const satisfies Record<FigureList, string>;

/** What a figure counts. The keyboard goes there with the eyes. */
export function BehindFigure(props: BehindFigureProps): JSX.Element {
  const { list } = props;
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [list]);
  return (
    <section aria-labelledby="board-list" className={styles.panel} data-list={list}>
      <div className={styles.head}>
        <h2 id="board-list" ref={heading} tabIndex={-1} className={styles.heading}>
          {t('bridge.list', { name: t(headings[list]) })}
        </h2>
        <Link href={paths.board} className={styles.hide}>
          <Icon name="close" size={14} />
          {t('bridge.hide')}
        </Link>
      </div>
      <Content {...props} />
    </section>
  );
}

function Content(props: BehindFigureProps): ReactNode {
  const { list, desk } = props;
  const figures = bridgeFigures(desk, useServerNow());
  switch (list) {
    case 'debriefs':
      return props.debriefs;
    case 'follow-ups':
      return props.followUps;
    case 'quota':
      return props.accounts;
    case 'people':
      return <CounselorTable counselors={desk.counselors} overloaded={figures.overloaded} />;
    case 'overloaded':
      return (
        <CounselorTable
          counselors={figures.overloaded.map(({ counselor }) => counselor)}
          overloaded={figures.overloaded}
        />
      );
    default:
      return <Tickets {...props} list={list} figures={figures} />;
  }
}

type TicketList = Exclude<FigureList, 'debriefs' | 'follow-ups' | 'quota' | 'people' | 'overloaded'>;

function ticketsOf(list: TicketList, figures: BridgeFigures): readonly TicketSummary[] {
  switch (list) {
    case 'waiting':
      return figures.waiting;
    case 'oldest':
      return figures.waits.map(({ ticket }) => ticket);
    case 'owed':
      return figures.owed.map(({ ticket }) => ticket);
    case 'risk':
      return figures.atRisk;
    case 'unseen':
      return figures.unseen;
    case 'idle':
      return figures.idle;
    case 'undelivered':
      return figures.undelivered;
  }
}

function Tickets({
  list,
  figures,
  desk,
  selectedId,
  addressOfTicket,
}: BehindFigureProps & { list: TicketList; figures: BridgeFigures }): JSX.Element {
  const { t } = useTranslation();
  const tickets = ticketsOf(list, figures);
  const late = new Set(
    [...figures.waits, ...figures.owed].flatMap(({ ticket, isLate }) => (isLate ? ticket.id : [])),
  );
  return (
    <TicketRows
      tickets={tickets}
      accounts={desk.accounts}
      selectedId={selectedId}
      addressOfTicket={addressOfTicket}
      empty={t('bridge.empty')}
      renderFact={(ticket) => <Fact list={list} ticket={ticket} isLate={late.has(ticket.id)} />}
    />
  );
}

/** The one thing about a ticket for which it is on this list. */
function Fact({
  list,
  ticket,
  isLate,
}: {
  list: TicketList;
  ticket: TicketSummary;
  isLate: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const owed = owedSince(ticket);
  const age = useAgeText((ticket.state === 'active' ? owed : ticket.waitCountsFrom) ?? ticket.waitingSince);
  if (list === 'unseen') return t('ticket.unseen', { count: ticket.unseenCount });
  if (list === 'undelivered') return t('bridge.undeliveredOf', { count: ticket.undeliveredCount });
  if (ticket.state === 'active' && owed === null) return null;
  return (
    <span className={isLate ? styles.late : styles.age}>
      {isLate && <Icon name="alert" size={14} />}
      {t(ticket.state === 'active' ? 'bridge.owes' : 'bridge.waits', { age })}
    </span>
  );
}
