import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountAlarm, type QuotaView } from '../contract.js';
import { dayAndTime } from '../format/time.js';
import { useLanguage } from '../i18n/use-language.js';
import { alarmFigures } from './account-alarm-figures.js';
import styles from './account-alarm.module.css';

interface AccountAlarmWordsProps {
  alarm: AccountAlarm;
  quota: QuotaView | null;
  /** Whom it tells what to do: everybody else is sent to an administrator. */
  to?: 'detail' | 'mend';
}

/** What is wrong with an account, with its figures, since when, and what can be done. */
export function AccountAlarmWords({ alarm, quota, to = 'detail' }: AccountAlarmWordsProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const figures = alarmFigures(alarm.kind, quota);
  const number = (value: number): string => value.toLocaleString(language);
  return (
    <span className={styles.words}>
      <strong>{t(`alarm.${alarm.kind}`)}</strong>
      {figures !== null && (
        <span className={styles.figures}>
          {t('alarm.figures', { used: number(figures.used), limit: number(figures.limit) })}
        </span>
      )}
      <span>{t(`alarm.${to}.${alarm.kind}`)}</span>
      <time dateTime={alarm.raisedAt}>
        {t('alarm.since', { time: dayAndTime(alarm.raisedAt, language) })}
      </time>
    </span>
  );
}
