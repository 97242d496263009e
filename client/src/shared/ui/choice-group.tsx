import { type JSX, type ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './choice-group.module.css';
import { classNames } from './class-names.js';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly name: ReactNode;
  readonly hint?: string;
}

interface ChoiceGroupProps<Value extends string> {
  label: string;
  /** Null: nothing has been chosen yet. */
  value: Value | null;
  choices: readonly Choice<Value>[];
  isInRow?: boolean;
  isFirst?: boolean;
  onChange: (value: Value) => void;
}

/** One of a few, all in sight. */
export function ChoiceGroup<Value extends string>(props: ChoiceGroupProps<Value>): JSX.Element {
  const { label, value, choices, isInRow = false, isFirst = false, onChange } = props;
  return (
    <RadioGroup
      className={styles.group ?? ''}
      value={value}
      orientation={isInRow ? 'horizontal' : 'vertical'}
      onChange={(chosen) => onChange(chosen as Value)}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={classNames(styles.choices, isInRow && styles.inRow)}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className={styles.choice ?? ''}
            autoFocus={isFirst && choice.value === (value ?? choices[0]?.value)}
          >
            <span className={styles.dot} aria-hidden="true" />
            <span>{choice.name}</span>
            {choice.hint !== undefined && <span className={styles.hint}>{choice.hint}</span>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
