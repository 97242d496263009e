import { type JSX, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui/button.js';
import styles from './override-dialog.module.css';
import { endPresets, type OverrideFault, type OverrideInput, presetEnd } from './override-input.js';

interface EndFieldsProps {
  ref: Ref<HTMLInputElement>;
  input: OverrideInput;
  now: number;
  fault: OverrideFault | null;
  onChange: (part: Partial<OverrideInput>) => void;
}

export function EndFields({ ref, input, now, fault, onChange }: EndFieldsProps): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const choice = (ends: OverrideInput['ends'], word: 'endAt' | 'endNever'): JSX.Element => (
    <label className={styles.inline}>
      <input type="radio" name={id} checked={input.ends === ends} onChange={() => onChange({ ends })} />
      {t(`hours.override.${word}`)}
    </label>
  );
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{t('hours.override.end')}</legend>
      <div className={styles.row}>
        {choice('at', 'endAt')}
        {choice('never', 'endNever')}
      </div>
      {input.ends === 'at' && (
        <div className={styles.field}>
          <label htmlFor={`${id}-until`} className={styles.label}>
            {t('hours.override.until')}
          </label>
          <input
            ref={ref}
            id={`${id}-until`}
            className={styles.input}
            type="datetime-local"
            value={input.until}
            aria-invalid={fault !== null}
            aria-describedby={`${id}-fault`}
            onChange={(event) => onChange({ until: event.target.value })}
          />
          <p id={`${id}-fault`} className={styles.error} role="status">
            {fault === null ? '' : t(`hours.override.${fault}`)}
          </p>
          <div className={styles.row} role="group" aria-label={t('hours.override.presets')}>
            {endPresets.map((preset) => (
              <Button key={preset} size="small" onPress={() => onChange({ until: presetEnd(preset, now) })}>
                {t(`hours.override.${preset}`)}
              </Button>
            ))}
          </div>
        </div>
      )}
    </fieldset>
  );
}
