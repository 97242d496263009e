import { type JSX, type Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { classNames } from './class-names.js';
import styles from './text-field.module.css';

interface TextAreaProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Nothing longer can be typed; without it, whoever shows the field counts. */
  limit?: number;
  hint?: string;
  /** What is wrong with it, in place of the hint. */
  error?: string | undefined;
  /** Said where it is sent empty, or with nothing but blanks: then it is required. */
  missing?: string;
  rows?: number;
  isFirst?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Some lines of text with what they are for, and what is wrong with them. */
export function TextArea(props: TextAreaProps): JSX.Element {
  const { label, value, onChange, limit, hint, error, missing, rows = 3, isFirst = false, ref } = props;
  return (
    <TextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      isRequired={missing !== undefined}
      isInvalid={error !== undefined ? true : undefined}
      autoFocus={isFirst}
      {...(limit === undefined ? {} : { maxLength: limit })}
      validate={(words) => (missing !== undefined && words !== '' && words.trim() === '' ? missing : null)}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <AriaTextArea ref={ref ?? null} className={classNames(styles.input, styles.area)} rows={rows} />
      {hint !== undefined && error === undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>
        {({ validationDetails, defaultChildren }) =>
          error ?? (validationDetails.valueMissing ? missing : defaultChildren)
        }
      </FieldError>
    </TextField>
  );
}
