import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView } from '../../shared/contract.js';
import { AgeText, useAgeText } from '../../shared/ui/age.js';
import { classNames } from '../../shared/ui/class-names.js';
import styles from './figures.module.css';
import { oldest, unansweredTickets } from './summary.js';

/** The four questions a supervisor asks first. */
export function Figures({ desk }: { desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const waitingSince = oldest(desk.waiting.map((ticket) => ticket.waitingSince));
  const unanswered = unansweredTickets(desk);
  const unansweredSince = oldest(unanswered.map((ticket) => ticket.unansweredSince));
  const online = desk.counselors.filter(({ presence }) => presence !== 'offline').length;
  const available = desk.counselors.filter(({ presence }) => presence === 'available').length;
  return (
    <dl className={styles.figures} aria-label={t('board.figures')}>
      <Figure name={t('board.waiting')} isLit={desk.waiting.length > 0}>
        {t('board.tickets', { count: desk.waiting.length })}
      </Figure>
      <Figure name={t('board.oldest')} isLit={waitingSince !== null}>
        {waitingSince === null ? t('board.none') : <AgeText since={waitingSince} />}
      </Figure>
      <Figure
        name={t('board.unanswered')}
        isLit={unanswered.length > 0}
        detail={unansweredSince === null ? undefined : <Longest since={unansweredSince} />}
      >
        {t('board.people', { count: unanswered.length })}
      </Figure>
      <Figure
        name={t('staffing.available')}
        isLit={available === 0 && desk.counselors.length > 0}
        detail={t('staffing.onlineOf', { online, total: desk.counselors.length })}
      >
        {t('board.people', { count: available })}
      </Figure>
    </dl>
  );
}

function Longest({ since }: { since: string }): JSX.Element {
  const { t } = useTranslation();
  return <>{t('board.longest', { age: useAgeText(since) })}</>;
}

interface FigureProps {
  name: string;
  /** Somebody waits behind this number. */
  isLit: boolean;
  detail?: ReactNode;
  children: ReactNode;
}

function Figure({ name, isLit, detail, children }: FigureProps): JSX.Element {
  return (
    <div className={classNames(styles.figure, isLit && styles.lit)}>
      <dt className={styles.name}>{name}</dt>
      <dd>
        <span className={styles.number}>{children}</span>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </dd>
    </div>
  );
}
