import { type JSX, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import styles from './notice.module.css';

interface NoticeProps {
  tone: 'amber' | 'danger' | 'plain';
  /** An alert interrupts a screen reader: only for what somebody has just asked for and didn't get. */
  role?: 'alert' | 'status' | 'note';
  children: ReactNode;
  action?: ReactNode;
}

export function Notice({ tone, role = 'note', children, action }: NoticeProps): JSX.Element {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={role}>
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  );
}
