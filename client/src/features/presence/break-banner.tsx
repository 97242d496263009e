import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { useAgeText } from '../../shared/ui/age.js';
import { useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useSetPresence } from '../../shared/presence/set-presence.js';
import styles from './presence.module.css';

/** A break is easily forgotten, and then nobody gets the callers: it stands across the screen until it is over. */
export function BreakBanner(): JSX.Element | null {
  const { data: desk } = useDesk();
  if (desk?.me.presence !== 'break') return null;
  return <OnBreak since={desk.me.presenceSince ?? desk.now} />;
}

function OnBreak({ since }: { since: string }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const change = useSetPresence();
  return (
    <div className={styles.banner} role="note" {...useBar('break')}>
      <Icon name="cup" />
      <strong>{t('presence.onBreak', { age: useAgeText(since) })}</strong>
      <span className={styles.detail}>
        {change.isError ? errorMessage(change.error) : t('presence.onBreakDetail')}
      </span>
      <Button
        size="small"
        look="primary"
        isPending={change.isPending}
        onPress={() => change.mutate('available')}
      >
        {t('presence.back')}
      </Button>
    </div>
  );
}
