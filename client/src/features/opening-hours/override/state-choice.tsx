import { type JSX, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type OverrideInput } from './override-input.js';
import styles from './override-dialog.module.css';

interface StateChoiceProps {
  state: OverrideInput['state'];
  onChange: (state: OverrideInput['state']) => void;
}

export function StateChoice({ state, onChange }: StateChoiceProps): JSX.Element {
  const { t } = useTranslation();
  const name = useId();
  const choice = (value: OverrideInput['state'], word: 'closed' | 'opened'): JSX.Element => (
    <label className={styles.choice} data-chosen={state === value} htmlFor={`${name}-${value}`}>
      <input
        id={`${name}-${value}`}
        type="radio"
        name={name}
        checked={state === value}
        onChange={() => onChange(value)}
        aria-describedby={`${name}-${value}-hint`}
      />
      <strong>{t(`hours.override.${word}`)}</strong>
      <span id={`${name}-${value}-hint`} className={styles.hint}>
        {t(`hours.override.${word}Hint`)}
      </span>
    </label>
  );
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{t('hours.override.choose')}</legend>
      {choice('closed', 'closed')}
      {choice('open', 'opened')}
    </fieldset>
  );
}
