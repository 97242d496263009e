import { type JSX, type Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './button.module.css';
import { classNames } from './class-names.js';

interface ButtonProps extends AriaButtonProps {
  look?: 'primary' | 'soft' | 'plain' | 'danger';
  size?: 'normal' | 'small' | 'icon';
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'soft', size = 'normal', className, ...rest }: ButtonProps): JSX.Element {
  return (
    <AriaButton className={classNames(styles.button, styles[look], styles[size], className)} {...rest} />
  );
}
