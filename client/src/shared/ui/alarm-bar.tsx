import { type ComponentProps, type JSX, type ReactNode } from 'react';
import { Link } from '../navigation/link.js';
import styles from './alarm-bar.module.css';
import { useBar } from './bar-stack.js';
import { type BarKind } from './bars.js';
import { classNames } from './class-names.js';
import { Icon } from './icon.js';

interface AlarmBarProps {
  label: string;
  /** An alert interrupts a screen reader: only for what concerns somebody's life. */
  role: 'status' | 'alert';
  children: readonly ReactNode[];
}

/**
 * What must be known now, below the header on every screen. The live region stands always, so that a screen reader hears
 * when something joins it.
 */
export function AlarmBar({ label, role, children }: AlarmBarProps): JSX.Element {
  return (
    // Only what joins is read out, not everything anew.
    <div role={role} aria-label={label} aria-atomic="false" aria-relevant="additions">
      {children.length > 0 && <ul>{children}</ul>}
    </div>
  );
}

interface AlarmRowProps {
  /** Its place among all lines. */
  bar: BarKind;
  kind: string;
  tone: 'amber' | 'danger';
  about: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function AlarmRow({ bar, kind, tone, about, actions, children }: AlarmRowProps): JSX.Element {
  return (
    <li className={classNames(styles.alarm, styles[tone])} data-alarm={kind} {...useBar(bar)}>
      <Icon name="alert" size={18} />
      <span className={styles.about}>{about}</span>
      <div className={styles.words}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </li>
  );
}

/** Leads from a line to what it is about. */
export function AlarmLink(props: Omit<ComponentProps<typeof Link>, 'className'>): JSX.Element {
  return <Link {...props} className={styles.link} />;
}
