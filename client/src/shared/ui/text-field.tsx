import { type JSX } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField';
import styles from './text-field.module.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children'> {
  label: string;
  /** Shown when the field is required and left empty. */
  missing?: string;
}

export function TextField({ label, missing, ...rest }: TextFieldProps): JSX.Element {
  return (
    <AriaTextField className={styles.field ?? ''} {...rest}>
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.input ?? ''} />
      <FieldError className={styles.error ?? ''}>
        {({ validationDetails, defaultChildren }) =>
          validationDetails.valueMissing && missing !== undefined ? missing : defaultChildren
        }
      </FieldError>
    </AriaTextField>
  );
}
