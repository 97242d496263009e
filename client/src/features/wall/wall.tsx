import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DayCharts } from '../../shared/bridge/day-charts.js';
import { sumDays } from '../../shared/bridge/sum-days.js';
import { type WallView } from '../../shared/contract.js';
import { splitAge } from '../../shared/format/age.js';
import { clockTime, dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useSecond } from '../../shared/live/use-second.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { LampMark } from '../../shared/ui/lamp-mark.js';
import { OpeningChangeFrom } from '../../shared/ui/opening-change.js';
import { OpeningMark } from '../../shared/ui/opening-mark.js';
import { useWakeLock } from './use-wake-lock.js';
import styles from './wall.module.css';

/** Without an answer for so long, what stands here is old. */
const lostMs = 15_000;
/** So long before it ends, a wall says so: somebody has to hang it up anew. */
const endingMs = 7 * 86_400_000;

interface WallProps {
  view: WallView;
  /** When the server last answered, by the browser's clock. */
  answeredAt: number;
}

/**
 * For a screen on the wall, read from some metres away: how many, how long, how many people are there. No words, no
 * aliases, no numbers of tickets, and nothing to press: whoever passes by may see it, and none of it is in the browser.
 */
export function Wall({ view, answeredAt }: WallProps): JSX.Element {
  useWakeLock();
  const second = useSecond();
  // How far the clock of the server's rules is ahead of the browser's.
  const offset = Date.parse(view.now) - answeredAt;
  const isLost = second - answeredAt >= lostMs;
  // Sessions and walls end by real time.
  const isEnding = view.endsAt !== null && Date.parse(view.endsAt) - second < endingMs;
  return (
    <main className={styles.wall} data-live={!isLost}>
      <Head accounts={view.accounts} now={second + offset} />
      <Stopped since={isLost ? answeredAt + offset : null} endsAt={isEnding ? view.endsAt : null} />
      <div className={styles.body}>
        {/* What is old doesn't go on growing. */}
        <Figures figures={view.figures} now={isLost ? answeredAt + offset : second + offset} />
        <Day view={view} />
      </div>
    </main>
  );
}

function Head({ accounts, now }: { accounts: WallView['accounts']; now: number }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <header className={styles.head}>
      <h1 className={styles.heading}>
        <LampMark size={44} />
        <span>{t('wall.heading')}</span>
      </h1>
      <ul className={styles.accounts} aria-label={t('header.accounts')}>
        {accounts.map((account) => (
          <li key={account.id} className={styles.account}>
            <span className={styles.accountName}>{account.name[language]}</span>
            <span className={styles.opening}>
              <OpeningMark state={account.opening.state} />
              <OpeningChangeFrom opening={account.opening} now={now} />
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

interface StoppedProps {
  /** By the server's clock; null while it goes on. */
  since: number | null;
  /** Null: it goes on for long. */
  endsAt: string | null;
}

/** Whether what stands here is of now, and if not, of when. */
function Stopped({ since, endsAt }: StoppedProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <p className={classNames(styles.state, since !== null && styles.lost)} role="status">
      {/* Without a network its characters could not be fetched any more. */}
      <span className="visually-hidden" aria-hidden="true">
        {t('wall.lost', { time: '0123456789:' })}
        {t('wall.lostDetail')}
      </span>
      {since === null ? (
        <>
          <span className={styles.dot} aria-hidden="true" />
          {t('wall.live')}
          {endsAt !== null && <span>{t('wall.until', { time: dayAndTime(endsAt, language) })}</span>}
        </>
      ) : (
        <>
          <Icon name="alert" size={36} />
          <strong>{t('wall.lost', { time: clockTime(since, language) })}</strong>
          <span>{t('wall.lostDetail')}</span>
        </>
      )}
    </p>
  );
}

function Figures({ figures, now }: { figures: WallView['figures']; now: number }): JSX.Element {
  const { t } = useTranslation();
  const { waiting, oldest, late, owed, owedLate, atRisk, grave, alarms, graveAlarms, short } = figures;
  return (
    <ul className={styles.figures} aria-label={t('board.figures')}>
      <Figure name={t('bridge.wait')} tone={waiting > 0 ? 'lit' : 'calm'}>
        {t('board.tickets', { count: waiting })}
      </Figure>
      <Figure
        name={t('bridge.oldest')}
        tone={late > 0 ? 'grave' : oldest === null ? 'calm' : 'lit'}
        alert={late > 0 ? t('bridge.late', { count: late }) : null}
        detail={oldest === null ? null : t('bridge.target', { minutes: oldest.targetMinutes })}
      >
        {oldest === null ? t('board.none') : <Age milliseconds={now - Date.parse(oldest.since)} />}
      </Figure>
      <Figure
        name={t('bridge.owed')}
        tone={owedLate > 0 ? 'grave' : owed > 0 ? 'lit' : 'calm'}
        alert={owedLate > 0 ? t('bridge.late', { count: owedLate }) : null}
      >
        {t('board.people', { count: owed })}
      </Figure>
      <Figure
        name={t('bridge.risk')}
        tone={grave > 0 ? 'grave' : atRisk > 0 ? 'lit' : 'calm'}
        alert={grave > 0 ? t('bridge.grave', { count: grave }) : null}
      >
        {t('board.tickets', { count: atRisk })}
      </Figure>
      <Figure
        name={t('bridge.people')}
        tone={short > 0 ? 'lit' : 'calm'}
        detail={t('wall.available')}
        alert={short > 0 ? t('bridge.short') : null}
      >
        {t('wall.people', { available: figures.available, online: figures.online })}
      </Figure>
      {/* What nobody has confirmed yet, as a number: which, the console says. */}
      <Figure
        name={t('wall.alarms')}
        tone={graveAlarms > 0 ? 'grave' : alarms > 0 ? 'lit' : 'calm'}
        detail={`${t('bridge.unseen')} ${t('bridge.messages', { count: figures.unseenMessages })}`}
      >
        {t('board.tickets', { count: alarms })}
      </Figure>
    </ul>
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

function Day({ view: { today, accounts } }: { view: WallView }): JSX.Element | null {
  const sum = sumDays(today.accounts);
  if (sum === null) return null;
  return (
    <div className={styles.charts}>
      <DayCharts today={today} days={today.accounts} sum={sum} accounts={accounts} />
    </div>
  );
}
