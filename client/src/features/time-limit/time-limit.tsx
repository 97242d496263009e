import { type JSX, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { splitAge } from '../../shared/format/age.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { supervises } from '../../shared/session/rights.js';
import { useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { ExtendDialog } from './extend-dialog.js';
import { timeLeft } from './time-left.js';
import styles from './time-limit.module.css';

interface TimeLimitProps {
  ticket: TicketSummary;
  warnMinutes: number;
  session: SessionView;
}

/** A line below the head of a talk whose consultation has a limit: quiet at first, in amber towards the end. */
export function TimeLimit({ ticket, warnMinutes, session }: TimeLimitProps): JSX.Element | null {
  const { timeLimitAt } = ticket;
  if (timeLimitAt === null || ticket.state !== 'active') return null;
  return <Line ticket={ticket} limitAt={timeLimitAt} warnMinutes={warnMinutes} session={session} />;
}

function Line({ ticket, limitAt, warnMinutes, session }: TimeLimitProps & { limitAt: string }): JSX.Element {
  const { t } = useTranslation();
  const [isExtending, setIsExtending] = useState(false);
  const state = useFromServerNow(
    useCallback((now: number) => timeLeft(limitAt, warnMinutes, now).state, [limitAt, warnMinutes]),
  );
  const maySupervise = supervises(session, ticket.accountId);
  return (
    <div
      className={classNames(styles.line, state !== 'running' && styles.amber)}
      data-time={state}
      {...useBar(state === 'running' ? 'time-left' : 'time-over')}
    >
      <Icon name="clock" size={16} />
      <p className={styles.words}>
        <span role="status" className={styles.said}>
          {state !== 'running' && t(`timeLimit.${state}`)}
        </span>
        <Countdown limitAt={limitAt} warnMinutes={warnMinutes} />
        {state === 'over' && (
          <span>{t(maySupervise ? 'timeLimit.nothingEnds' : 'timeLimit.nothingEndsAsk')}</span>
        )}
      </p>
      {maySupervise && (
        <Button size="small" onPress={() => setIsExtending(true)}>
          {t('timeLimit.extend')}
        </Button>
      )}
      {isExtending && <ExtendDialog ticket={ticket} onClose={() => setIsExtending(false)} />}
    </div>
  );
}

/** Ticks by itself; nobody has to hear it each second. */
function Countdown({ limitAt, warnMinutes }: { limitAt: string; warnMinutes: number }): JSX.Element {
  const { t } = useTranslation();
  const text = useFromServerNow(
    useCallback(
      (now: number) => {
        const left = timeLeft(limitAt, warnMinutes, now);
        const age = splitAge(left.state === 'over' ? left.overMs : left.leftMs);
        const words = t(`age.${age.key}`, { ...age });
        return t(left.state === 'over' ? 'timeLimit.since' : 'timeLimit.left', { age: words });
      },
      [limitAt, warnMinutes, t],
    ),
  );
  return <time dateTime={limitAt}>{text}</time>;
}
