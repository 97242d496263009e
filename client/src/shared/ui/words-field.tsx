import { type JSX } from 'react';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { classNames } from './class-names.js';
import styles from './text-field.module.css';

interface WordsFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  longest?: number;
  hint?: string;
  /** What is wrong with it, once somebody has tried; the field is read out with it. */
  problem?: string | null;
  isFirst?: boolean;
}

/** Some lines of a person's own words. */
export function WordsField(props: WordsFieldProps): JSX.Element {
  const { label, value, onChange, rows = 3, longest = 2000, hint, problem = null, isFirst = false } = props;
  return (
    <TextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      maxLength={longest}
      autoFocus={isFirst}
      isInvalid={problem !== null}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <TextArea className={classNames(styles.input, styles.area)} rows={rows} />
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      {problem !== null && (
        <Text slot="errorMessage" className={styles.error ?? ''} role="alert">
          {problem}
        </Text>
      )}
    </TextField>
  );
}
