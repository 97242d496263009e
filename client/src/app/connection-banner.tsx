import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../shared/format/time.js';
import { useLanguage } from '../shared/i18n/use-language.js';
import { useLiveStatus } from '../shared/live/live-context.js';
import { useServerOffset } from '../shared/live/use-server-now.js';
import { useBar } from '../shared/ui/bar-stack.js';
import { Icon } from '../shared/ui/icon.js';
import styles from './connection-banner.module.css';

/** The live region stands always, so that a screen reader hears when its content changes. */
export function ConnectionBanner(): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const status = useLiveStatus();
  const offset = useServerOffset();
  const bar = useBar(status.phase === 'lost' ? 'connection' : null);
  return (
    <div role="status">
      {status.phase === 'lost' && (
        <p className={styles.banner} {...bar}>
          <Icon name="alert" />
          <strong>{t('connection.lost')}</strong>
          <span>{t('connection.since', { time: clockTime(status.since + offset, language) })}</span>
          <span className={styles.stale}>{t('connection.stale')}</span>
        </p>
      )}
    </div>
  );
}
