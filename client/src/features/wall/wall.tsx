import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridgeFigures, type BridgeFigures } from '../../shared/bridge/bridge-figures.js';
import { DayCharts } from '../../shared/bridge/day-charts.js';
import { sumDays } from '../../shared/bridge/sum-days.js';
import { useToday } from '../../shared/bridge/use-today.js';
import { type DeskView } from '../../shared/contract.js';
import { splitAge } from '../../shared/format/age.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useLiveStatus } from '../../shared/live/live-context.js';
import { useServerNow, useServerOffset } from '../../shared/live/use-server-now.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { LampMark } from '../../shared/ui/lamp-mark.js';
import { OpeningChange } from '../../shared/ui/opening-change.js';
import { OpeningMark } from '../../shared/ui/opening-mark.js';
import { useWakeLock } from './use-wake-lock.js';
import styles from './wall.module.css';

/**
 * For a screen on the wall, read from some metres away: how many, how long, how many people are there. No words, no
 * aliases, no numbers of tickets, and nothing to press: whoever passes by may see it.
 */
export function Wall({ desk }: { desk: DeskView }): JSX.Element {
  useWakeLock();
  const isLost = useLiveStatus().phase === 'lost';
  return (
    <main className={styles.wall} data-live={!isLost}>
      <Head desk={desk} />
      <Stopped />
      <div className={styles.body}>
        <Figures desk={desk} />
        <Day desk={desk} />
      </div>
    </main>
  );
}

function Head({ desk }: { desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow();
  return (
    <header className={styles.head}>
      <h1 className={styles.heading}>
        <LampMark size={44} />
        <span>{t('wall.heading')}</span>
      </h1>
      <ul className={styles.accounts} aria-label={t('header.accounts')}>
        {desk.accounts.map((account) => (
          <li key={account.id} className={styles.account}>
            <span className={styles.accountName}>{account.name[language]}</span>
            <span className={styles.opening}>
              <OpeningMark state={account.opening.state} />
              <OpeningChange opening={account.opening} />
            </span>
          </li>
        ))}
      </ul>
      <time className={styles.clock} dateTime={new Date(now).toISOString()}>
        {clockTime(now, language)}
      </time>
    </header>
  );
}

/** Whether what stands here is of now, and if not, of when. */
function Stopped(): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const status = useLiveStatus();
  const offset = useServerOffset();
  return (
    <p className={classNames(styles.state, status.phase === 'lost' && styles.lost)} role="status">
      {/* Without a network its characters could not be fetched any more. */}
      <span className="visually-hidden" aria-hidden="true">
        {t('wall.lost', { time: '0123456789:' })}
        {t('wall.lostDetail')}
      </span>
      {status.phase === 'lost' ? (
        <>
          <Icon name="alert" size={36} />
          <strong>{t('wall.lost', { time: clockTime(status.since + offset, language) })}</strong>
          <span>{t('wall.lostDetail')}</span>
        </>
      ) : (
        <>
          <span className={styles.dot} aria-hidden="true" />
          {t('wall.live')}
        </>
      )}
    </p>
  );
}

function Figures({ desk }: { desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const ticking = useServerNow();
  const offset = useServerOffset();
  const status = useLiveStatus();
  // What is old doesn't go on growing.
  const now = status.phase === 'lost' ? status.since + offset : ticking;
  const figures = bridgeFigures(desk, now);
  const late = figures.waits.filter(({ isLate }) => isLate).length;
  const owedLate = figures.owed.filter(({ isLate }) => isLate).length;
  const grave = figures.atRisk.filter(({ risk }) => risk !== 'watch').length;
  const [longest] = figures.waits;
  return (
    <ul className={styles.figures} aria-label={t('board.figures')}>
      <Figure name={t('bridge.wait')} tone={figures.waiting.length > 0 ? 'lit' : 'calm'}>
        {t('board.tickets', { count: figures.waiting.length })}
      </Figure>
      <Figure
        name={t('bridge.oldest')}
        tone={late > 0 ? 'grave' : longest === undefined ? 'calm' : 'lit'}
        alert={late > 0 ? t('bridge.late', { count: late }) : null}
        detail={longest === undefined ? null : t('bridge.target', { minutes: longest.targetMinutes })}
      >
        {longest === undefined ? t('board.none') : <Age milliseconds={now - Date.parse(longest.since)} />}
      </Figure>
      <Figure
        name={t('bridge.owed')}
        tone={owedLate > 0 ? 'grave' : figures.owed.length > 0 ? 'lit' : 'calm'}
        alert={owedLate > 0 ? t('bridge.late', { count: owedLate }) : null}
      >
        {t('board.people', { count: figures.owed.length })}
      </Figure>
      <Figure
        name={t('bridge.risk')}
        tone={grave > 0 ? 'grave' : figures.atRisk.length > 0 ? 'lit' : 'calm'}
        alert={grave > 0 ? t('bridge.grave', { count: grave }) : null}
      >
        {t('board.tickets', { count: figures.atRisk.length })}
      </Figure>
      <Figure name={t('bridge.people')} tone="calm" detail={t('wall.available')}>
        {t('wall.people', { available: figures.available, online: figures.online })}
      </Figure>
      <Alarms desk={desk} figures={figures} />
    </ul>
  );
}

/** What nobody has confirmed yet, as a number: which, the console says. */
function Alarms({ desk, figures }: { desk: DeskView; figures: BridgeFigures }): JSX.Element {
  const { t } = useTranslation();
  const tickets = [...desk.waiting, ...desk.mine, ...desk.others, ...desk.followUps, ...desk.ended];
  const count = tickets.reduce((sum, { alarms }) => sum + alarms.length, 0);
  return (
    <Figure
      name={t('wall.alarms')}
      tone={count > 0 ? 'grave' : 'calm'}
      detail={`${t('bridge.unseen')} ${t('bridge.messages', { count: figures.unseenMessages })}`}
    >
      {t('board.tickets', { count })}
    </Figure>
  );
}

interface FigureProps {
  name: string;
  tone: 'calm' | 'lit' | 'grave';
  detail?: string | null;
  alert?: string | null;
  children: ReactNode;
}

function Figure({ name, tone, detail = null, alert = null, children }: FigureProps): JSX.Element {
  return (
    <li className={classNames(styles.figure, styles[tone])}>
      <span className={styles.name}>{name}</span>
      <span className={styles.number}>{children}</span>
      <span className={styles.detail}>
        {alert === null ? (
          detail
        ) : (
          <>
            <Icon name="alert" size={28} />
            {alert}
          </>
        )}
      </span>
    </li>
  );
}

function Age({ milliseconds }: { milliseconds: number }): JSX.Element {
  const { t } = useTranslation();
  const age = splitAge(milliseconds);
  return <>{t(`age.${age.key}`, { ...age })}</>;
}

function Day({ desk }: { desk: DeskView }): JSX.Element | null {
  const today = useToday();
  const sum = sumDays(today.data?.accounts ?? []);
  if (today.data === undefined || sum === null) return null;
  return (
    <div className={styles.charts}>
      <DayCharts today={today.data} days={today.data.accounts} sum={sum} accounts={desk.accounts} />
    </div>
  );
}
