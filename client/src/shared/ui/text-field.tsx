import { type JSX } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField';
import styles from './text-field.module.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children'> {
  label: string;
  hint?: string | undefined;
  /** Shown when the field is required and left empty. */
  missing?: string;
}

export function TextField({ label, hint, missing, validate, ...rest }: TextFieldProps): JSX.Element {
  // What isn't there has no form yet: it is missing, or may be.
  const judge = validate && ((text: string) => (text === '' ? null : validate(text)));
  return (
    <AriaTextField className={styles.field ?? ''} {...rest} {...(judge && { validate: judge })}>
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.input ?? ''} />
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>
        {({ validationDetails, defaultChildren }) =>
          validationDetails.valueMissing && missing !== undefined ? missing : defaultChildren
        }
      </FieldError>
    </AriaTextField>
  );
}
