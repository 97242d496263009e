import { type JSX } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import styles from './tick-group.module.css';

interface TickGroupProps {
  label: string;
  hint?: string;
  /** What is wrong with what is ticked. */
  problem?: string | null;
  value: string[];
  choices: readonly { readonly value: string; readonly name: string }[];
  onChange: (value: string[]) => void;
}

/** Any of a few, all in sight. */
export function TickGroup(props: TickGroupProps): JSX.Element {
  const { label, hint, problem = null, value, choices, onChange } = props;
  return (
    <CheckboxGroup className={styles.group ?? ''} value={value} onChange={onChange}>
      <Label className={styles.label ?? ''}>{label}</Label>
      {choices.map((choice) => (
        <Checkbox key={choice.value} value={choice.value} className={styles.check ?? ''}>
          <span className={styles.box} aria-hidden="true" />
          {choice.name}
        </Checkbox>
      ))}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </CheckboxGroup>
  );
}
