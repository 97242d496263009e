import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarDay } from '../../../shared/contract.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Chip } from '../../../shared/ui/chip.js';
import { fullDate, ownHours, rangeWords, ruleWords, shortDate, stretchDetails, weekdayOf } from '../words.js';
import { stretchesOf, type Stretch } from './bands.js';
import { DayBand } from './day-band.js';
import styles from './day-row.module.css';

interface DayRowProps {
  days: readonly CalendarDay[];
  index: number;
  /** Minute of the day that it is now; null on other days. */
  nowMinute: number | null;
}

/** One day: its date, its hours as a picture and in words, and the rule that decided. */
export function DayRow({ days, index, nowMinute }: DayRowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const day = days[index] as CalendarDay;
  const stretches = stretchesOf(days, index);
  const specials = specialsOf(day);
  return (
    <li
      className={styles.day}
      data-today={nowMinute !== null}
      data-weekday={day.holiday === null ? day.weekday : 'holiday'}
      data-special={specials.length > 0 || day.rule.kind === 'holiday'}
    >
      <h3 className={styles.date}>
        <time dateTime={day.date}>
          <span className="visually-hidden">{fullDate(day.date, language)}</span>
          <span aria-hidden="true">
            <span className={styles.number}>{shortDate(day.date, language)}</span>
            <span className={styles.weekday}>{weekdayOf(day.date, language)}</span>
          </span>
        </time>
        {nowMinute !== null && <Chip tone="accent">{t('hours.calendar.today')}</Chip>}
        {day.holiday !== null && <span className={styles.holiday}>{day.holiday[language]}</span>}
        {specials.map((special) => (
          <Chip key={special} tone={special === 'emergency' ? 'amber' : 'plain'}>
            {t(`hours.special.${special}`)}
          </Chip>
        ))}
      </h3>
      <DayBand days={days} index={index} nowMinute={nowMinute} />
      <div className={styles.words}>
        <Hours stretches={stretches} />
        <Rules day={day} />
      </div>
    </li>
  );
}

function Hours({ stretches }: { stretches: readonly Stretch[] }): JSX.Element {
  const { t } = useTranslation();
  if (stretches.length === 0) return <p className={styles.off}>{t('hours.calendar.dayOff')}</p>;
  return (
    <ul className={styles.stretches}>
      {stretches.map((stretch) => (
        <li key={stretch.from} className={styles.stretch} data-kind={stretch.kind}>
          {stretch.kind !== 'open' && <span>{t(`hours.calendar.${stretch.kind}`)}</span>}
          <span className={styles.range}>{rangeWords(stretch, { t })}</span>
          <span className={styles.details}>
            {stretchDetails(stretch, { t }).join(t('hours.calendar.and'))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Why it is so, and what the day's own rule would say where something stands above it. */
function Rules({ day }: { day: CalendarDay }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { rule, above } = day;
  const isByHand = above.some(({ kind }) => kind === 'emergency');
  return (
    <p className={styles.rule}>
      <span className="visually-hidden">{t('hours.glance.decides')}</span>
      {[...above, rule].map((each) => (
        <span key={JSON.stringify(each)} className={styles.each}>
          {ruleWords(each, { t, language })}
          {each === rule && isByHand && t('hours.calendar.usually', { hours: ownHours(day, { t }) })}
        </span>
      ))}
    </p>
  );
}

/** Rules that aren't the day's everyday one; a holiday is named anyway. */
const special = ['emergency', 'continuous', 'date', 'period', 'yearly-closing', 'monthly'] as const;

function specialsOf({ rule, above }: CalendarDay): (typeof special)[number][] {
  return special.filter((kind) => [rule, ...above].some((each) => each.kind === kind));
}
