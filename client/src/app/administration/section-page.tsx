import { type JSX, type ReactNode } from 'react';
import styles from './section-page.module.css';

interface SectionPageProps {
  heading: string;
  /** What stands at the right of the heading: the one thing that is done most here. */
  action?: ReactNode;
  children: ReactNode;
}

export function SectionPage({ heading, action, children }: SectionPageProps): JSX.Element {
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.heading}>{heading}</h1>
        {action}
      </div>
      {children}
    </div>
  );
}
