import { type JSX } from 'react';
import { isOnMac, keyNames, type Shortcut } from '../commands/shortcuts.js';
import styles from './keys.module.css';

/** The keys of a shortcut as caps. Beside what they do, which says it to everybody. */
export function Keys({ of: shortcut }: { of: Shortcut }): JSX.Element {
  return (
    <span className={styles.keys}>
      {keyNames(shortcut, isOnMac()).map((name) => (
        <kbd key={name} className={styles.key}>
          {name}
        </kbd>
      ))}
    </span>
  );
}
