import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../shared/ui/select-field.js';
import { TextField } from '../../shared/ui/text-field.js';
import { Toggle } from '../../shared/ui/toggle.js';
import styles from './accounts.module.css';
import { numberOf } from './draft.js';
import { type Field } from './fields.js';
import { choiceName, useFieldWords } from './use-field-words.js';

interface SettingFieldProps {
  field: Field;
  value: string | boolean;
  onChange: (value: string | boolean) => void;
}

/** One setting, in the shape that fits it. */
export function SettingField({ field, value, onChange }: SettingFieldProps): JSX.Element {
  const { t } = useTranslation();
  const label = useFieldWords().label(field.path);
  if (field.kind === 'switch') {
    return (
      <div className={styles.wide}>
        <Toggle isOn={value === true} onChange={onChange}>
          {label}
        </Toggle>
      </div>
    );
  }
  if (field.kind === 'choice') {
    const choices: readonly string[] = field.choices;
    return (
      <SelectField
        label={label}
        value={String(value)}
        choices={choices.map((choice) => ({ value: choice, name: choiceName(t, field.path, choice) }))}
        onChange={onChange}
      />
    );
  }
  if (field.kind === 'text') {
    return (
      <TextField
        label={label}
        hint={t('accounts.emptyIsName')}
        value={String(value)}
        onChange={onChange}
        maxLength={field.max}
      />
    );
  }
  const isOptional = 'optional' in field;
  const { min, max } = field;
  const hint = t(isOptional ? 'accounts.emptyIsNone' : 'accounts.range', { min, max });
  return (
    <TextField
      label={label}
      hint={hint}
      value={String(value)}
      onChange={onChange}
      inputMode="numeric"
      isRequired={!isOptional}
      missing={t('accounts.missing')}
      validate={(text) => {
        if (isOptional && text.trim() === '') return null;
        const number = numberOf(text);
        return number !== null && number >= min && number <= max ? null : t('accounts.range', { min, max });
      }}
    />
  );
}
