import { type JSX } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';
import { classNames } from './class-names.js';
import styles from './text-field.module.css';

/** As the contract takes it. */
const longest = 500;

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  isFirst?: boolean;
}

/** Why somebody does what others will ask about. It is always needed, and blanks are no reason. */
export function ReasonField({ value, onChange, hint, isFirst = false }: ReasonFieldProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <TextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      isRequired
      autoFocus={isFirst}
      maxLength={longest}
      validate={(words) => (words !== '' && words.trim() === '' ? t('reasonField.missing') : null)}
    >
      <Label className={styles.label ?? ''}>{t('reasonField.label')}</Label>
      <TextArea className={classNames(styles.input, styles.area)} rows={3} />
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>
        {({ validationDetails, defaultChildren }) =>
          validationDetails.valueMissing ? t('reasonField.missing') : defaultChildren
        }
      </FieldError>
    </TextField>
  );
}
