import { type JSX, type ReactNode } from 'react';
import { Switch } from 'react-aria-components/Switch';
import styles from './toggle.module.css';

interface ToggleProps {
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}

/** On or off, at once. */
export function Toggle({ isOn, isDisabled = false, onChange, children }: ToggleProps): JSX.Element {
  return (
    <Switch className={styles.switch ?? ''} isSelected={isOn} isDisabled={isDisabled} onChange={onChange}>
      <span className={styles.track} aria-hidden="true" />
      {children}
    </Switch>
  );
}
