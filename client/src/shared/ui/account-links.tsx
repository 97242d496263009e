import { type JSX } from 'react';
import { Link } from '../navigation/link.js';
import styles from './account-links.module.css';

interface AccountLinksProps {
  label: string;
  items: readonly { readonly id: string; readonly name: string }[];
  /** Id of the one that is shown. */
  current: string;
  addressOf: (id: string) => string;
}

/** Chooses the account that a page is about. Where there is but one, there is nothing to choose. */
export function AccountLinks({ label, items, current, addressOf }: AccountLinksProps): JSX.Element | null {
  if (items.length < 2) return null;
  return (
    <nav aria-label={label} className={styles.links}>
      {items.map(({ id, name }) => (
        <Link
          key={id}
          href={addressOf(id)}
          className={styles.link}
          aria-current={id === current ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
