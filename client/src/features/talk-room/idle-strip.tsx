import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Idle } from '../../shared/contract.js';
import { nearTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { useBar } from '../../shared/ui/bar-stack.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './talk-room.module.css';

/** The caller fell silent and was asked whether they are still there: what happens next, and when. */
export function IdleStrip({ idle: { askedAt, closesAt } }: { idle: Idle }): JSX.Element {
  const { t } = useTranslation();
  const asked = useNearTime(askedAt);
  const closes = useNearTime(closesAt ?? askedAt);
  return (
    <p className={styles.idle} role="status" {...useBar('idle')}>
      <Icon name="clock" size={16} />
      <span>
        {t('idle.asked', { time: asked })}{' '}
        {closesAt === null ? t('idle.stays') : t('idle.closes', { time: closes })}
      </span>
    </p>
  );
}

function useNearTime(instant: string): string {
  const language = useLanguage();
  return useFromServerNow(
    useCallback((now: number) => nearTime(instant, now, language), [instant, language]),
  );
}
