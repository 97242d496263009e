import { type JSX, type ReactNode, useId } from 'react';
import styles from './disclosures.module.css';

export function Field(props: { label: string; children: (id: string) => ReactNode }): JSX.Element {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {props.label}
      </label>
      {props.children(id)}
    </div>
  );
}

interface LongFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function LongField({ label, value, onChange }: LongFieldProps): JSX.Element {
  return (
    <Field label={label}>
      {(id) => (
        <textarea
          id={id}
          className={styles.long}
          rows={4}
          maxLength={2000}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface SelectFieldProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, name: string])[];
  onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>): JSX.Element {
  const { label, value, options, onChange } = props;
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => {
            const chosen = options.find(([option]) => option === event.target.value)?.[0];
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
