import { type JSX, type ReactNode } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './field.module.css';

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Makes of what was typed what is meant, once the field is left. */
  tidy?: (value: string) => string;
  hint?: string;
  fault?: string | undefined;
  width?: 'short' | 'medium' | 'long';
  type?: 'text' | 'date' | 'datetime-local';
  inputMode?: 'numeric' | 'tel' | 'text';
  limit?: number;
}

/** One short thing to fill in, with what is wrong with it. */
export function Field(props: FieldProps): JSX.Element {
  const {
    label,
    value,
    onChange,
    tidy,
    hint,
    fault,
    width = 'medium',
    type = 'text',
    inputMode,
    limit,
  } = props;
  return (
    <TextField
      className={classNames(styles.field, styles[width])}
      value={value}
      onChange={onChange}
      isInvalid={fault !== undefined}
      {...(tidy === undefined ? {} : { onBlur: () => onChange(tidy(value)) })}
      {...(limit === undefined ? {} : { maxLength: limit })}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.input ?? ''} type={type} inputMode={inputMode} autoComplete="off" />
      {hint !== undefined && fault === undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      {fault !== undefined && (
        <Text slot="errorMessage" className={styles.fault ?? ''}>
          {fault}
        </Text>
      )}
    </TextField>
  );
}

interface TickProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  children: ReactNode;
}

/** Yes or no. */
export function Tick({ isSelected, onChange, isDisabled = false, children }: TickProps): JSX.Element {
  return (
    <Checkbox
      className={styles.tick ?? ''}
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className={styles.box} aria-hidden="true">
        <Icon name="check" size={14} />
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}
