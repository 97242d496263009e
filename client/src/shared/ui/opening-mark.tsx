import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type OpeningState } from '../contract.js';
import { classNames } from './class-names.js';
import styles from './opening-mark.module.css';

/** A mark whose shape tells the state as well as its colour: full, half, empty, or a warning. */
export function OpeningMark({ state }: { state: OpeningState }): JSX.Element {
  const { t } = useTranslation();
  return (
    <span className={classNames(styles.state, styles[state])}>
      <span className={styles.mark} aria-hidden="true" />
      {t(`opening.${state}`)}
    </span>
  );
}
