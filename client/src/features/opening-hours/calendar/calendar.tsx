import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarDay, type CalendarView } from '../../../shared/contract.js';
import { clockTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Section } from '../section.js';
import { dayMinutes, minutesOf } from './bands.js';
import styles from './calendar.module.css';
import { DayRow } from './day-row.js';
import { Legend } from './legend.js';

/** Hours that are written along the top. */
const marks = [0, 3, 6, 9, 12, 15, 18, 21, 24];

interface CalendarProps {
  calendar: CalendarView;
  now: number;
}

/** The next days, one under the other, so that a wrong one strikes the eye. */
export function Calendar({ calendar, now }: CalendarProps): JSX.Element {
  const { t } = useTranslation();
  const { days } = calendar;
  return (
    <Section title={t('hours.calendar.heading')} aside={days.length > 0 && <Legend />}>
      {days.length === 0 ? (
        <p className={styles.none}>{t('hours.calendar.none')}</p>
      ) : (
        <Days days={days} now={now} />
      )}
    </Section>
  );
}

function Days({ days, now }: { days: readonly CalendarDay[]; now: number }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const time = clockTime(now, language);
  const minute = minutesOf(time);
  const place = (minutes: number): string => `${(minutes / dayMinutes) * 100}%`;
  return (
    <div className={styles.calendar}>
      <div className={styles.axis} aria-hidden="true">
        <div className={styles.scale}>
          {marks.map((hour) => (
            <span key={hour} className={styles.mark} style={{ insetInlineStart: place(hour * 60) }}>
              {hour}
            </span>
          ))}
          <span
            className={styles.now}
            data-edge={minute < 120 ? 'start' : minute > dayMinutes - 120 ? 'end' : undefined}
            style={{ insetInlineStart: place(minute) }}
          >
            {t('hours.calendar.now', { time })}
          </span>
        </div>
      </div>
      <ol className={styles.days}>
        {days.map((day, index) => (
          <DayRow key={day.date} days={days} index={index} nowMinute={index === 0 ? minute : null} />
        ))}
      </ol>
    </div>
  );
}
