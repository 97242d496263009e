import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarView, type OpeningOverrideView } from '../../../shared/contract.js';
import { dayAndTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Button } from '../../../shared/ui/button.js';
import { Chip } from '../../../shared/ui/chip.js';
import { Section } from '../section.js';
import styles from './override-history.module.css';

/** So many are enough to see what happened lately. */
const shownAtFirst = 5;

interface OverrideHistoryProps {
  calendar: CalendarView;
  now: number;
}

/** Who closed or opened by hand, when and why: nothing of it is ever forgotten. */
export function OverrideHistory({ calendar, now }: OverrideHistoryProps): JSX.Element {
  const { t } = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const { history, overrides } = calendar;
  const shown = isWhole ? history : history.slice(0, shownAtFirst);
  return (
    <Section title={t('hours.override.history')}>
      {history.length === 0 ? (
        <p className={styles.empty}>{t('hours.override.historyEmpty')}</p>
      ) : (
        <ol className={styles.list}>
          {shown.map((override) => (
            <Row
              key={override.id}
              override={override}
              isInForce={overrides.some(({ id }) => id === override.id)}
              now={now}
            />
          ))}
        </ol>
      )}
      {shown.length < history.length && (
        <Button size="small" className={styles.more ?? ''} onPress={() => setIsWhole(true)}>
          {t('hours.override.historyMore', { count: history.length })}
        </Button>
      )}
    </Section>
  );
}

interface RowProps {
  override: OpeningOverrideView;
  isInForce: boolean;
  now: number;
}

function Row({ override, isInForce, now }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, reason, startsAt, until, setBy, undoneAt, undoneBy } = override;
  const when = (instant: string): string => dayAndTime(instant, language);
  const standing = isInForce
    ? 'inForce'
    : undoneAt === null && Date.parse(startsAt) > now
      ? 'toCome'
      : 'over';
  return (
    <li className={styles.row}>
      <p className={styles.first}>
        <Chip tone={state === 'closed' ? 'danger' : 'accent'}>
          {t(`hours.override.${state === 'closed' ? 'isClosed' : 'isOpen'}`)}
        </Chip>
        <span className={styles.reason}>{reason}</span>
        {standing === 'inForce' ? (
          <Chip tone="amber">{t('hours.override.inForce')}</Chip>
        ) : (
          <span className={styles.soft}>{t(`hours.override.${standing}`)}</span>
        )}
      </p>
      <p className={styles.soft}>
        <span>{t('hours.override.who', { name: setBy.displayName })}</span>
        <span>
          {t('hours.override.span', {
            from: when(startsAt),
            to: until === null ? t('hours.override.untilUndone') : when(until),
          })}
        </span>
      </p>
      {undoneAt !== null && undoneBy !== null && (
        <p className={styles.soft}>
          {t('hours.override.undoneBy', { time: when(undoneAt), name: undoneBy.displayName })}
        </p>
      )}
    </li>
  );
}
