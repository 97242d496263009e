import { type JSX, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './override-dialog.module.css';
import { type OverrideFault } from './override-input.js';

/** As many as the server takes. */
const longest = 500;

interface ReasonFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  value: string;
  fault: OverrideFault | null;
  onChange: (value: string) => void;
}

export function ReasonField({ ref, value, fault, onChange }: ReasonFieldProps): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {t('hours.override.reason')}
      </label>
      <textarea
        ref={ref}
        id={id}
        className={styles.input}
        rows={2}
        maxLength={longest}
        required
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={fault === null ? styles.hint : styles.error} role="status">
        {t(fault === null ? 'hours.override.reasonHint' : `hours.override.${fault}`)}
      </p>
    </div>
  );
}
