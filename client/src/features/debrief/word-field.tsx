import { type JSX } from 'react';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../shared/ui/class-names.js';
import styles from '../../shared/ui/text-field.module.css';

/** As the contract takes it. */
const longest = 1000;

export function WordField({
  value,
  onChange,
}: {
  value: string;
  onChange: (word: string) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <TextField className={styles.field ?? ''} value={value} onChange={onChange} maxLength={longest}>
      <Label className={styles.label ?? ''}>{t('debrief.word')}</Label>
      <TextArea className={classNames(styles.input, styles.area)} rows={3} />
    </TextField>
  );
}
