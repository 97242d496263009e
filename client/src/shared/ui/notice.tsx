import { type JSX, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import { Icon, type IconName } from './icon.js';
import styles from './notice.module.css';

interface NoticeProps {
  tone: 'amber' | 'danger' | 'plain';
  /** An alert interrupts a screen reader: only for what somebody has just asked for and didn't get. */
  role?: 'alert' | 'status' | 'note';
  icon?: IconName;
  children: ReactNode;
  action?: ReactNode;
}

export function Notice({ tone, role = 'note', icon, children, action }: NoticeProps): JSX.Element {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={role}>
      {icon !== undefined && <Icon name={icon} />}
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  );
}
