import { type JSX, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView } from '../shared/contract.js';
import { useLive } from '../shared/live/live-context.js';
import { type SessionIdle } from '../shared/live/session-idle.js';
import { useActs, useIsEnding, useMinutesLeft } from '../shared/live/use-session-idle.js';
import { useNotices } from '../shared/notices/notices-context.js';
import { useSound } from '../shared/sound/sound-context.js';
import { useBar } from '../shared/ui/bar-stack.js';
import { Button } from '../shared/ui/button.js';
import { Icon } from '../shared/ui/icon.js';
import styles from './idle-notice.module.css';
import { useLiveConnection } from './live-provider.js';

/** Says that the session ends because nobody does anything. Whatever one does takes it back; the button is to be found. */
export function IdleNotice(): JSX.Element {
  return <Notice idle={useLive().idle} />;
}

/** For whoever has no desk, and no live connection for their screens: theirs is for the session alone. */
export function IdleNoticeWithoutDesk({ session }: { session: SessionView }): JSX.Element | null {
  const connection = useLiveConnection(session);
  return connection === null ? null : <Notice idle={connection.idle} />;
}

/** For whoever looks elsewhere: a tone, once, and a notice outside the console. */
export function IdleTeller(): null {
  const sound = useSound();
  const notices = useNotices();
  const isEnding = useIsEnding(useLive().idle);
  useEffect(() => {
    if (!isEnding) return undefined;
    sound.play('ending');
    return () => notices.end('ending');
  }, [isEnding, sound, notices]);
  return null;
}

function Notice({ idle }: { idle: SessionIdle }): JSX.Element {
  const { t } = useTranslation();
  const minutes = useMinutesLeft(idle);
  useActs(idle);
  const bar = useBar(minutes === null ? null : 'ending');
  return (
    <div className={minutes === null ? undefined : styles.notice} {...bar}>
      {minutes !== null && <Icon name="clock" />}
      {/* It stands always, so that a screen reader hears when it begins to say something. */}
      <strong role="status" className={styles.words}>
        {minutes !== null && t('session.ending', { count: minutes })}
      </strong>
      {minutes !== null && (
        <Button size="small" look="primary" onPress={idle.acted}>
          {t('session.goOn')}
        </Button>
      )}
    </div>
  );
}
