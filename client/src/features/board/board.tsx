import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView } from '../../shared/contract.js';
import { AccountCards } from './account-cards.js';
import styles from './board.module.css';
import { CounselorTable } from './counselor-table.js';
import { Figures } from './figures.js';
import { movingOf } from './moving.js';
import { MovingList } from './moving-list.js';
import { OtherTickets } from './other-tickets.js';

interface BoardProps {
  desk: DeskView;
  selectedId: string | null;
  addressOfTicket: (ticketId: string) => string;
  followUps: ReactNode;
  mutes: ReactNode;
}

export function Board({ desk, selectedId, addressOfTicket, followUps, mutes }: BoardProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.board}>
      <div className={styles.page}>
        <h1 className={styles.heading}>{t('board.heading')}</h1>
        <Figures desk={desk} />
        <section aria-labelledby="board-accounts">
          <h2 id="board-accounts" className={styles.sectionHeading}>
            {t('board.accounts')}
          </h2>
          <AccountCards desk={desk} />
        </section>
        <section aria-labelledby="board-counselors">
          <h2 id="board-counselors" className={styles.sectionHeading}>
            {t('board.counselors')}
          </h2>
          <CounselorTable counselors={desk.counselors} />
        </section>
        <section aria-labelledby="board-moving">
          <h2 id="board-moving" className={styles.sectionHeading}>
            {t('staffing.moving')}
          </h2>
          <MovingList moving={movingOf(desk)} accounts={desk.accounts} />
        </section>
        <section aria-labelledby="board-others">
          <h2 id="board-others" className={styles.sectionHeading}>
            {t('board.others')}
            <span className={styles.count}>{t('board.tickets', { count: desk.others.length })}</span>
          </h2>
          <OtherTickets desk={desk} selectedId={selectedId} addressOfTicket={addressOfTicket} />
        </section>
        <section aria-labelledby="board-follow-ups">
          <h2 id="board-follow-ups" className={styles.sectionHeading}>
            {t('followUp.heading')}
            <span className={styles.count}>{t('board.tickets', { count: desk.followUps.length })}</span>
          </h2>
          {followUps}
        </section>
        <section aria-labelledby="board-mutes">
          <h2 id="board-mutes" className={styles.sectionHeading}>
            {t('mute.heading')}
          </h2>
          <p className={styles.hint}>{t('mute.hint')}</p>
          {mutes}
        </section>
      </div>
    </div>
  );
}
