import { type JSX } from 'react';
import styles from './lamp-mark.module.css';

/** The product's mark: a small flame over its dish. */
export function LampMark({ size = 32 }: { size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className={styles.mark}>
      <rect width="32" height="32" rx="9" className={styles.ground} />
      <path
        d="M16.2 4.8c.5 3.7 5.5 6 5.5 11a5.7 5.7 0 0 1-11.4 0c0-2.1.9-3.6 2.1-4.9.2 1.4.9 2.2 1.7 2.5-.3-3.2.3-6.3 2.1-8.6z"
        className={styles.flame}
      />
      <path d="M8.4 24h15.2M12.2 27.4h7.6" className={styles.dish} />
    </svg>
  );
}
