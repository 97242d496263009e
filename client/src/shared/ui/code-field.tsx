import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from './text-field.js';

interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  isRequired?: boolean;
  autoFocus?: boolean;
}

const digits = 6;

/** The six digits of an authenticator app. Apps show them in two groups, and a Japanese keyboard makes wide ones. */
export function CodeField({ value, onChange, ...rest }: CodeFieldProps): JSX.Element {
  const { t } = useTranslation();
  const clean = (text: string): string => text.normalize('NFKC').replaceAll(/\D/g, '').slice(0, digits);
  return (
    <TextField
      label={t('session.code')}
      missing={t('session.codeMissing')}
      value={value}
      onChange={(text) => onChange(clean(text))}
      validate={(text) => (text !== '' && text.length < digits ? t('session.codeMissing') : null)}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      {...rest}
    />
  );
}
