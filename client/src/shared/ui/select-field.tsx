import { type JSX, useId } from 'react';
import styles from './text-field.module.css';

interface SelectFieldProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly { readonly value: Value; readonly name: string }[];
  onChange: (value: Value) => void;
}

/** One of several, where there is no room for all in sight. The browser's own, as people know it from everywhere. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>): JSX.Element {
  const { label, value, choices, onChange } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    </div>
  );
}
