import { type JSX } from 'react';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import styles from './transfer.module.css';

interface TextAreaProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  limit: number;
  onChange: (value: string) => void;
}

/** Some lines of text with what they are for, and what is missing. */
export function TextArea({ label, hint, error, value, limit, onChange }: TextAreaProps): JSX.Element {
  return (
    <TextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      maxLength={limit}
      isInvalid={error !== undefined}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <AriaTextArea className={styles.area ?? ''} rows={4} />
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      {error !== undefined && (
        <Text slot="errorMessage" className={styles.error ?? ''}>
          {error}
        </Text>
      )}
    </TextField>
  );
}
