import { type JSX } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { useTranslation } from 'react-i18next';
import { type Weekday, weekdays } from '../../../shared/contract.js';
import styles from './hours.module.css';

interface DayTicksProps {
  days: readonly Weekday[];
  isInvalid: boolean;
  onChange: (days: Weekday[]) => void;
}

/** On which days of the week. */
export function DayTicks({ days, isInvalid, onChange }: DayTicksProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <CheckboxGroup
      className={styles.days ?? ''}
      value={[...days]}
      isInvalid={isInvalid}
      // In the order of the week, whatever the order in which they were ticked.
      onChange={(chosen) => onChange(weekdays.filter((day) => chosen.includes(day)))}
    >
      <Label className={styles.daysLabel ?? ''}>{t('contents.hours.days')}</Label>
      <span className={styles.ticks}>
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            value={day}
            className={styles.day ?? ''}
            aria-label={t(`contents.hours.dayLong.${day}`)}
          >
            {t(`contents.hours.day.${day}`)}
          </Checkbox>
        ))}
      </span>
      <FieldError className={styles.fault ?? ''}>{t('contents.hours.fault.days')}</FieldError>
    </CheckboxGroup>
  );
}
