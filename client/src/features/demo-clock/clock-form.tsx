import { type FormEvent, type JSX, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type DemoClockView } from '../../shared/contract.js';
import { inputOfInstant, instantOfInput } from '../../shared/format/input-time.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import { useSetDemoClock } from './api/set-clock.js';
import styles from './demo-clock.module.css';
import { presetInstant, presets } from './presets.js';

interface ClockFormProps {
  clock: DemoClockView;
  onSet: () => void;
}

export function ClockForm({ clock, onSet }: ClockFormProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const fieldId = useId();
  const [value, setValue] = useState(() => inputOfInstant(Date.now() + clock.offsetMs));
  const [isInvalid, setIsInvalid] = useState(false);
  const setClock = useSetDemoClock();

  const set = (instant: string | null): void => setClock.mutate({ instant }, { onSuccess: onSet });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const instant = instantOfInput(value);
    setIsInvalid(instant === null);
    if (instant !== null) set(instant);
  };

  return (
    <div className={styles.form}>
      <div className={styles.presets} role="group" aria-label={t('clock.presets')}>
        {presets.map((preset) => (
          <Button
            key={preset}
            size="small"
            isDisabled={setClock.isPending}
            onPress={() => set(presetInstant(preset, Date.now() + clock.offsetMs))}
          >
            {t(`clock.${preset}`)}
          </Button>
        ))}
      </div>
      <form className={styles.exact} onSubmit={submit}>
        <label htmlFor={fieldId} className={styles.label}>
          {t('clock.instant')}
        </label>
        <input
          id={fieldId}
          className={styles.input}
          type="datetime-local"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button type="submit" size="small" look="primary" isDisabled={setClock.isPending}>
          {t('clock.set')}
        </Button>
      </form>
      {(isInvalid || setClock.isError) && (
        <Notice tone="danger" role="alert">
          {isInvalid ? t('clock.invalid') : errorMessage(setClock.error)}
        </Notice>
      )}
      <Button size="small" isDisabled={setClock.isPending} onPress={() => set(null)}>
        {t('clock.reset')}
      </Button>
    </div>
  );
}
