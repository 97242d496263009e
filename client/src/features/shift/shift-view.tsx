import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ShiftView as Shift } from '../../shared/contract.js';
import { clockTime, dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useServerNow } from '../../shared/live/use-server-now.js';
import { useSetPresence } from '../../shared/presence/set-presence.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { suggestedAfter } from './break-suggestion.js';
import styles from './shift-view.module.css';
import { useDuration } from './use-duration.js';
import { useShift } from './use-shift.js';

/** One's own day: how much it was, and whether it is time to rest. Shown to nobody else. */
export function ShiftView({ debrief }: { debrief: ReactNode }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const shift = useShift();
  if (shift.data === undefined) return <LoadState query={shift} />;
  return (
    <div className={styles.page}>
      <div>
        <h1 className={styles.heading}>{t('shift.heading')}</h1>
        <p className={styles.hint}>
          {t('shift.period', { from: dayAndTime(shift.data.from, language) })} · {t('shift.hint')}
        </p>
      </div>
      <Facts shift={shift.data} />
      <Rest shift={shift.data} />
      {debrief}
    </div>
  );
}

function Facts({ shift }: { shift: Shift }): JSX.Element {
  const { t } = useTranslation();
  const duration = useDuration();
  return (
    <dl className={styles.facts}>
      <Fact
        name={t('shift.tickets')}
        detail={shift.active > 0 ? t('shift.active', { count: shift.active }) : null}
      >
        {t('shift.count', { count: shift.tickets })}
      </Fact>
      <Fact
        name={t('shift.withCallers')}
        detail={t('shift.present', { duration: duration(shift.presentMinutes) })}
      >
        {duration(shift.withCallersMinutes)}
      </Fact>
      <Fact
        name={t('shift.longest')}
        detail={shift.long > 0 ? t('shift.long', { count: shift.long }) : null}
        isHeavy={shift.long > 0}
      >
        {shift.longestMinutes === null ? t('board.none') : duration(shift.longestMinutes)}
      </Fact>
      <Fact
        name={t('shift.atRisk')}
        detail={shift.imminent > 0 ? t('shift.imminent', { count: shift.imminent }) : null}
        isHeavy={shift.atRisk > 0}
      >
        {t('shift.count', { count: shift.atRisk })}
      </Fact>
      <Fact name={t('shift.emergencies')} detail={null} isHeavy={shift.emergencies > 0}>
        {t('shift.count', { count: shift.emergencies })}
      </Fact>
      <Fact
        name={t('shift.night')}
        detail={shift.nightMinutes > 0 ? t('shift.nightDetail') : null}
        isHeavy={shift.nightMinutes > 0}
      >
        {shift.nightMinutes === 0 ? t('board.none') : duration(shift.nightMinutes)}
      </Fact>
    </dl>
  );
}

interface FactProps {
  name: string;
  detail: string | null;
  /** It may have been hard. */
  isHeavy?: boolean;
  children: ReactNode;
}

function Fact({ name, detail, isHeavy = false, children }: FactProps): JSX.Element {
  return (
    <div className={classNames(styles.fact, isHeavy && styles.heavy)}>
      <dt className={styles.name}>{name}</dt>
      <dd>
        <span className={styles.number}>{children}</span>
        {detail !== null && <span className={styles.detail}>{detail}</span>}
      </dd>
    </div>
  );
}

function Rest({ shift }: { shift: Shift }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const duration = useDuration();
  const minutesOf = (from: string, until: string): number =>
    Math.floor((Date.parse(until) - Date.parse(from)) / 60_000);
  return (
    <section aria-labelledby="shift-rest" className={styles.section}>
      <h2 id="shift-rest" className={styles.sectionHeading}>
        {t('shift.rest')}
      </h2>
      <Work shift={shift} />
      <h3 className={styles.small}>{t('shift.breaks')}</h3>
      {shift.breaks.length === 0 && <p className={styles.empty}>{t('shift.noBreaks')}</p>}
      <ul className={styles.breaks}>
        {shift.breaks.map(({ from, until }) => (
          <li key={from}>
            {until === null
              ? t('shift.breakNow', { from: clockTime(from, language) })
              : t('shift.breakThen', {
                  from: clockTime(from, language),
                  until: clockTime(until, language),
                  duration: duration(minutesOf(from, until)),
                })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Work({ shift }: { shift: Shift }): JSX.Element {
  const { t } = useTranslation();
  const duration = useDuration();
  const now = useServerNow();
  const change = useSetPresence();
  const { workingSince, breaks } = shift;
  if (workingSince === null)
    return <p>{t(breaks.at(-1)?.until === null ? 'shift.resting' : 'shift.away')}</p>;
  const worked = Math.max(0, Math.floor((now - Date.parse(workingSince)) / 60_000));
  const isTime = suggestedAfter(shift, now) !== null;
  return (
    <div className={styles.work}>
      <Icon name="cup" />
      <span className={styles.words}>
        <strong>{t(isTime ? 'shift.suggest' : 'shift.working', { duration: duration(worked) })}</strong>
        <span className={styles.detail}>{t('shift.suggestDetail')}</span>
      </span>
      <Button
        look={isTime ? 'primary' : 'soft'}
        isPending={change.isPending}
        onPress={() => change.mutate('break')}
      >
        {t('shift.takeBreak')}
      </Button>
    </div>
  );
}
