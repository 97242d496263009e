import { type JSX } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { classNames } from '../../shared/ui/class-names.js';
import styles from '../../shared/ui/text-field.module.css';

interface WordsFieldProps {
  label: string;
  hint?: string;
  /** What is said when nothing was written. */
  missing: string;
  limit: number;
  rows?: number;
  value: string;
  onChange: (value: string) => void;
}

/** Words that somebody else will read, which are never left out. */
export function WordsField(props: WordsFieldProps): JSX.Element {
  const { label, hint, missing, limit, rows = 3, value, onChange } = props;
  return (
    <TextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      isRequired
      autoFocus
      maxLength={limit}
      validate={(words) => (words !== '' && words.trim() === '' ? missing : null)}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <TextArea className={classNames(styles.input, styles.area)} rows={rows} />
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>
        {({ validationDetails, defaultChildren }) =>
          validationDetails.valueMissing ? missing : defaultChildren
        }
      </FieldError>
    </TextField>
  );
}
