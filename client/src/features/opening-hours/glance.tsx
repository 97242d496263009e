import { type JSX, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarView } from '../../shared/contract.js';
import { nearTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Notice } from '../../shared/ui/notice.js';
import { OpeningMark } from '../../shared/ui/opening-mark.js';
import { useWhatIf } from './api/queries.js';
import { stateAt, stretchesOf } from './calendar/bands.js';
import styles from './glance.module.css';
import { type Account } from './opening-hours.js';
import { CurrentOverrides } from './override/current-overrides.js';
import { OverrideDialog } from './override/override-dialog.js';
import { rangeWords, ruleWords } from './words.js';

interface GlanceProps {
  account: Account;
  calendar: CalendarView;
  /** Instant of the present minute. */
  now: number;
}

/** How the account stands now: state, until when, why; and what somebody decided by hand, with a way back. */
export function Glance({ account, calendar, now }: GlanceProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [said, setSaid] = useState('');
  const [undone, setUndone] = useState<string | null>(null);
  const nameRef = useRef<HTMLHeadingElement>(null);
  useKeptKeyboard(nameRef, undone !== null && calendar.overrides.every(({ id }) => id !== undone));
  const undo = (id: string): void => {
    setSaid(t('hours.override.didUndo'));
    setUndone(id);
  };
  const { opening } = account;
  return (
    <section aria-label={t('hours.glance.region')} className={styles.card}>
      <div className={styles.top}>
        <div className={styles.now}>
          <h2 ref={nameRef} tabIndex={-1} className={styles.name}>
            {account.name[language]}
          </h2>
          <p className={styles.state}>
            <OpeningMark state={opening.state} />
            <span className={styles.change}>
              <ChangeWords account={account} calendar={calendar} now={now} />
            </span>
          </p>
        </div>
        {account.mayOverride ? (
          <OverrideDialog account={account} now={now} onDone={setSaid} />
        ) : (
          <p className={styles.readOnly}>{t('hours.readOnly')}</p>
        )}
      </div>
      <p role="status" className={said === '' ? 'visually-hidden' : styles.said}>
        {said}
      </p>
      {calendar.fault !== null && (
        <Notice tone="danger" icon="alert">
          <strong>{t(`hours.fault.${calendar.fault}`)}</strong>
          <br />
          {t('hours.fault.now')}
        </Notice>
      )}
      <CurrentOverrides account={account} overrides={calendar.overrides} now={now} onUndone={undo} />
      <Facts account={account} calendar={calendar} />
    </section>
  );
}

/** What was undone goes away with the button that was pressed: the keyboard comes here. */
function useKeptKeyboard(target: RefObject<HTMLElement | null>, isGone: boolean): void {
  useEffect(() => {
    if (isGone) target.current?.focus();
  }, [target, isGone]);
}

/** When the state changes next, and into what. */
function ChangeWords({ account, calendar, now }: GlanceProps): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, nextChangeAt } = account.opening;
  if (nextChangeAt === null) {
    if (state === 'unknown') return null;
    return <>{state === 'open' ? t('hours.glance.lastsOn') : t('hours.glance.noNext')}</>;
  }
  const next = stateAt(calendar.days, nextChangeAt);
  const phrase =
    state === 'closed'
      ? 'opens'
      : state === 'unknown'
        ? 'changes'
        : state === 'open' && next === 'last-acceptance-passed'
          ? 'untilLast'
          : 'untilClosing';
  return (
    <time dateTime={nextChangeAt}>
      {t(`hours.glance.${phrase}`, { time: nearTime(nextChangeAt, now, language) })}
    </time>
  );
}

function Facts({ account, calendar }: Pick<GlanceProps, 'account' | 'calendar'>): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const answer = useWhatIf(account.id, {}).data;
  const { days } = calendar;
  const today = stretchesOf(days, 0).filter(({ kind }) => kind !== 'closed-by-hand');
  return (
    <dl className={styles.facts}>
      {days.length > 0 && (
        <div>
          <dt>{t('hours.glance.today')}</dt>
          <dd>
            {today.length === 0
              ? t('hours.glance.closedToday')
              : today.map((stretch) => rangeWords(stretch, { t })).join(t('hours.calendar.and'))}
          </dd>
        </div>
      )}
      {/* What was decided by hand stands above, with its reason. */}
      {answer !== undefined && calendar.fault === null && calendar.overrides.length === 0 && (
        <div>
          <dt>{t('hours.glance.decides')}</dt>
          <dd>{ruleWords(answer.explanation.rule, { t, language })}</dd>
        </div>
      )}
      {answer?.state === 'open' && (
        <div>
          <dt>{t('hours.glance.lines')}</dt>
          <dd>
            {answer.lines === null
              ? t('hours.glance.anyLines')
              : t('hours.calendar.lines', { count: answer.lines })}
          </dd>
        </div>
      )}
    </dl>
  );
}
