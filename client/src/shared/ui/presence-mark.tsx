import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type Presence } from '../contract.js';
import { classNames } from './class-names.js';
import { Icon, type IconName } from './icon.js';
import styles from './presence-mark.module.css';

const icons: Record<Presence, IconName> = { available: 'here', busy: 'busy', break: 'cup', offline: 'away' };

interface PresenceMarkProps {
  presence: Presence;
  className?: string | undefined;
}

/** Whether somebody is there for new callers: a mark whose shape says it too, and the word. */
export function PresenceMark({ presence, className }: PresenceMarkProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <span className={classNames(styles.presence, styles[presence], className)}>
      <Icon name={icons[presence]} size={16} />
      <span className={styles.word}>{t(`presence.${presence}`)}</span>
    </span>
  );
}
