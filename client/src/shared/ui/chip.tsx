import { type JSX, type ReactNode } from 'react';
import styles from './chip.module.css';
import { classNames } from './class-names.js';

interface ChipProps {
  tone?: 'plain' | 'amber' | 'danger' | 'good' | 'accent';
  title?: string | undefined;
  children: ReactNode;
}

export function Chip({ tone = 'plain', title, children }: ChipProps): JSX.Element {
  return (
    <span className={classNames(styles.chip, styles[tone])} title={title}>
      {children}
    </span>
  );
}
