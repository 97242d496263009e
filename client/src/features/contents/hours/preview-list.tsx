import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CalendarDay,
  type OpeningRule,
  PREVIEW_DAYS,
  type SchedulePreview,
} from '../../../shared/contract.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { ChoiceGroup } from '../../../shared/ui/choice-group.js';
import styles from './hours.module.css';
import { hoursOf, shortDay } from './words.js';

interface PreviewListProps {
  preview: SchedulePreview;
  days: (typeof PREVIEW_DAYS)[number];
  onDays: (days: (typeof PREVIEW_DAYS)[number]) => void;
}

/** The next days as they would be; what would be different stands beside what it is now. */
export function PreviewList({ preview, days, onDays }: PreviewListProps): JSX.Element {
  const { t } = useTranslation();
  const changed = new Set(preview.changed);
  return (
    <section className={styles.preview} aria-label={t('contents.hours.preview')}>
      <ChoiceGroup
        label={t('contents.hours.preview')}
        isInRow
        value={String(days)}
        choices={PREVIEW_DAYS.map((count) => ({
          value: String(count),
          name: t('contents.hours.previewDays', { count }),
        }))}
        onChange={(value) => onDays(PREVIEW_DAYS.find((count) => String(count) === value) ?? PREVIEW_DAYS[0])}
      />
      {/* A long list scrolls, so it can be reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles.list} tabIndex={0} aria-label={t('contents.hours.previewList')}>
        {preview.days.map((day, index) => (
          <Day
            key={day.date}
            day={day}
            before={changed.has(day.date) ? (preview.before?.[index] ?? null) : null}
            isChanged={changed.has(day.date)}
          />
        ))}
      </ul>
    </section>
  );
}

interface DayProps {
  day: CalendarDay;
  /** What it is now, where that is another. */
  before: CalendarDay | null;
  isChanged: boolean;
}

function Day({ day, before, isChanged }: DayProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const hours = hoursOf(day, t);
  const why = [day.holiday?.[language], ruleName(day.rule), ...day.above.map(ruleName)]
    .filter((name) => typeof name === 'string' && name !== '')
    .join('・');
  const was = before === null ? null : hoursOf(before, t);
  return (
    <li
      className={styles.date}
      data-changed={isChanged}
      data-weekday={day.weekday}
      data-holiday={day.holiday !== null}
    >
      <time className={styles.number} dateTime={day.date}>
        {shortDay(day.date, language)}
      </time>
      <span>
        {was !== null && was !== hours && (
          <span className={styles.was}>
            <span className="visually-hidden">{t('contents.hours.before')} </span>
            {was}
          </span>
        )}
        <span className={day.bars.length === 0 ? styles.off : undefined}>
          {isChanged && <span className="visually-hidden">{t('contents.hours.after')} </span>}
          {hours}
        </span>
        {why !== '' && <span className={styles.why}>{why}</span>}
      </span>
    </li>
  );
}

/** As somebody called it; a public holiday has its name already. */
function ruleName(rule: OpeningRule): string | null {
  return rule.kind === 'date' || rule.kind === 'period' || rule.kind === 'continuous' ? rule.name : null;
}
