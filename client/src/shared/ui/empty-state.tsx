import { type JSX, type ReactNode } from 'react';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  title: string;
  detail?: string;
  action?: ReactNode;
  /** An error is read out; an empty region isn't. */
  role?: 'alert';
}

export function EmptyState({ title, detail, action, role }: EmptyStateProps): JSX.Element {
  return (
    <div className={styles.empty} role={role}>
      <p className={styles.title}>{title}</p>
      {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      {action}
    </div>
  );
}
