import { type ComponentProps, type JSX } from 'react';
import { Link } from '../navigation/link.js';
import { classNames } from './class-names.js';
import styles from './link-button.module.css';

interface LinkButtonProps extends Omit<ComponentProps<typeof Link>, 'className'> {
  look?: 'soft' | 'primary';
}

/** Leads somewhere, and looks like the small button that would do something there. */
export function LinkButton({ look = 'soft', ...rest }: LinkButtonProps): JSX.Element {
  return <Link className={classNames(styles.link, styles[look])} {...rest} />;
}
