import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type OpeningOverrideView } from '../../../shared/contract.js';
import { nearTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Icon } from '../../../shared/ui/icon.js';
import { type Account } from '../opening-hours.js';
import styles from './current-overrides.module.css';
import { UndoDialog } from './undo-dialog.js';

interface CurrentOverridesProps {
  account: Account;
  /** The one that decides first. */
  overrides: readonly OpeningOverrideView[];
  now: number;
  onUndone: (id: string) => void;
}

/** What somebody decided by hand and is in force: it stands out, because it outlives whoever decided it. */
export function CurrentOverrides(props: CurrentOverridesProps): JSX.Element | null {
  const { account, overrides, now, onUndone } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  if (overrides.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('hours.override.current')}>
      {overrides.map((override, index) => (
        <li key={override.id} className={styles.item} data-state={override.state} data-decides={index === 0}>
          <Icon name="hand" size={20} />
          <div className={styles.words}>
            <p className={styles.state}>
              {t(`hours.calendar.${override.state === 'closed' ? 'closed-by-hand' : 'opened-by-hand'}`)}
              <span className={styles.until}>
                {override.until === null
                  ? t('hours.override.untilUndone')
                  : t('hours.override.untilTime', { time: nearTime(override.until, now, language) })}
              </span>
            </p>
            <p>{t('hours.override.reasonLine', { reason: override.reason })}</p>
            <p className={styles.who}>
              {t('hours.override.setBy', {
                name: override.setBy.displayName,
                time: nearTime(override.startsAt, now, language),
              })}
              {index > 0 && ` · ${t('hours.override.outranked')}`}
            </p>
          </div>
          {account.mayOverride && (
            <UndoDialog accountId={account.id} override={override} onUndone={onUndone} />
          )}
        </li>
      ))}
    </ul>
  );
}
