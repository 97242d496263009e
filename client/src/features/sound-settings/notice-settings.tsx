import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayScreenSleep, useNotices, useNoticeState } from '../../shared/notices/notices-context.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { Toggle } from '../../shared/ui/toggle.js';
import styles from './sound-settings.module.css';

/** What may be told outside the console's own window. */
export function NoticeSettings(): JSX.Element {
  const { t } = useTranslation();
  const notices = useNotices();
  const state = useNoticeState();
  const maySleep = useMayScreenSleep();
  return (
    <section className={styles.notices} aria-labelledby="notices-heading">
      <h3 id="notices-heading" className={styles.name}>
        {t('notices.heading')}
      </h3>
      {state === 'missing' && <p className={styles.hint}>{t('notices.missing')}</p>}
      {state === 'denied' && (
        <Notice tone="amber" icon="alert">
          {t('notices.denied')}
        </Notice>
      )}
      {state === 'ask' && (
        <Button size="small" className={styles.ask ?? ''} onPress={() => void notices.ask()}>
          {t('notices.ask')}
        </Button>
      )}
      {(state === 'on' || state === 'off') && (
        <div className={styles.kind}>
          <Toggle isOn={state === 'on'} onChange={(isOn) => notices.turn(isOn)}>
            {t('notices.isOn')}
          </Toggle>
          <Button
            size="small"
            isDisabled={state === 'off'}
            aria-label={t('sound.testLabel', { name: t('notices.heading') })}
            onPress={() =>
              notices.show('test', t('notices.testTitle'), {
                body: t('notices.body'),
                staysUntilSeen: false,
                onOpen: () => window.focus(),
              })
            }
          >
            <Icon name="play" size={14} />
            {t('notices.test')}
          </Button>
        </div>
      )}
      <p className={styles.hint}>{t('notices.hint')}</p>
      {'wakeLock' in navigator && (
        <Toggle isOn={!maySleep} onChange={(isOn) => notices.letScreenSleep(!isOn)}>
          {t('notices.litScreen')}
        </Toggle>
      )}
    </section>
  );
}
