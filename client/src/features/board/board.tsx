import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridgeFigures, figureLists } from '../../shared/contract.js';
import { type DeskView } from '../../shared/contract.js';
import { useServerNow } from '../../shared/live/use-server-now.js';
import { useListInAddress } from '../../shared/navigation/location.js';
import { UnansweredMark } from '../../shared/ui/unanswered-mark.js';
import { AccountCards } from './account-cards.js';
import { BehindFigure } from './behind-figure.js';
import styles from './board.module.css';
import { CounselorTable } from './counselor-table.js';
import { Figures } from './figures.js';
import { movingOf } from './moving.js';
import { MovingList } from './moving-list.js';
import { TicketRows } from './ticket-rows.js';
import { TodaySection } from './today-section.js';

interface BoardProps {
  desk: DeskView;
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
  /** What waits for a supervisor, before everything that can be looked at. */
  supervision: ReactNode;
  rules: ReactNode;
  followUps: ReactNode;
  mutes: ReactNode;
  debriefs: ReactNode;
  /** Hangs the figures up in a room. */
  walls: ReactNode;
}

/** Everything at a glance first, then what it consists of. */
export function Board(props: BoardProps): JSX.Element {
  const { desk, selectedId, addressOfTicket, supervision, rules, followUps, mutes, debriefs, walls } = props;
  const { t } = useTranslation();
  const asked = useListInAddress();
  const list = figureLists.find((each) => each === asked) ?? null;
  return (
    <div className={styles.board} tabIndex={0} role="region" aria-label={t('board.heading')}>
      <div className={styles.page}>
        <div className={styles.head}>
          <h1 className={styles.heading}>{t('board.heading')}</h1>
          {walls}
        </div>
        <Figures desk={desk} selected={list} />
        {list !== null && (
          <BehindFigure
            list={list}
            desk={desk}
            selectedId={selectedId}
            addressOfTicket={addressOfTicket}
            debriefs={debriefs}
            followUps={followUps}
            accounts={<AccountCards desk={desk} />}
          />
        )}
        {supervision}
        <div className={styles.beside}>
          <Section id="accounts" heading={t('board.accounts')}>
            <AccountCards desk={desk} />
          </Section>
          <Section id="today" heading={t('bridge.today')}>
            <TodaySection accounts={desk.accounts} />
          </Section>
        </div>
        <Section id="counselors" heading={t('board.counselors')}>
          <Counselors desk={desk} />
        </Section>
        <Section id="moving" heading={t('staffing.moving')}>
          <MovingList moving={movingOf(desk)} accounts={desk.accounts} />
        </Section>
        <Section id="others" heading={t('board.others')} count={desk.others.length}>
          <TicketRows
            tickets={desk.others}
            accounts={desk.accounts}
            selectedId={selectedId}
            addressOfTicket={addressOfTicket}
            empty={t('board.othersEmpty')}
            renderFact={(ticket) => <UnansweredMark since={ticket.unansweredSince} />}
          />
        </Section>
        {/* Behind the figure they stand already. */}
        {list !== 'follow-ups' && (
          <Section id="follow-ups" heading={t('followUp.heading')} count={desk.followUps.length}>
            {followUps}
          </Section>
        )}
        {rules}
        <Section id="mutes" heading={t('mute.heading')}>
          <p className={styles.hint}>{t('mute.hint')}</p>
          {mutes}
        </Section>
      </div>
    </div>
  );
}

function Counselors({ desk }: { desk: DeskView }): JSX.Element {
  const { overloaded } = bridgeFigures(desk, useServerNow());
  return <CounselorTable counselors={desk.counselors} overloaded={overloaded} />;
}

interface SectionProps {
  id: string;
  heading: string;
  count?: number;
  children: ReactNode;
}

function Section({ id, heading, count, children }: SectionProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <section aria-labelledby={`board-${id}`} className={styles.section}>
      <h2 id={`board-${id}`} className={styles.sectionHeading}>
        {heading}
        {count !== undefined && <span className={styles.count}>{t('board.tickets', { count })}</span>}
      </h2>
      {children}
    </section>
  );
}
