import { type FormEvent, type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCATION_LINE_LIMIT } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Modal } from '../../../shared/ui/modal.js';
import { TextField } from '../../../shared/ui/text-field.js';
import styles from './forms.module.css';
import { type LocationBubble, type LocationInput, locationOf } from './location-input.js';

interface LocationFormProps {
  isOpen: boolean;
  onAdd: (place: LocationBubble) => void;
  onClose: () => void;
}

const empty: LocationInput = { title: '', address: '', latitude: '', longitude: '' };
const fields = ['title', 'address', 'latitude', 'longitude'] as const;

export function LocationForm({ isOpen, onAdd, onClose }: LocationFormProps): JSX.Element {
  const { t } = useTranslation();
  const [input, setInput] = useState(empty);
  const [faults, setFaults] = useState<ReadonlySet<keyof LocationInput>>(new Set());
  const faultText = {
    title: t('location.textInvalid', { limit: LOCATION_LINE_LIMIT }),
    address: t('location.textInvalid', { limit: LOCATION_LINE_LIMIT }),
    latitude: t('location.latitudeInvalid'),
    longitude: t('location.longitudeInvalid'),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const result = locationOf(input);
    setFaults(result.faults);
    if (result.location === null) return;
    onAdd(result.location);
    setInput(empty);
  };
  return (
    <Modal isOpen={isOpen} onOpenChange={(open) => !open && onClose()} title={t('location.heading')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {fields.map((name) => (
          <div key={name} className={styles[name]}>
            <TextField
              label={t(`location.${name}`)}
              value={input[name]}
              onChange={(value) => setInput({ ...input, [name]: value })}
              isInvalid={faults.has(name)}
              inputMode={name === 'latitude' || name === 'longitude' ? 'decimal' : 'text'}
              autoFocus={name === 'title'}
            />
            {faults.has(name) && (
              <p className={styles.fault} role="alert">
                {faultText[name]}
              </p>
            )}
          </div>
        ))}
        <p className={styles.explain}>{t('location.explain')}</p>
        <div className={styles.buttons}>
          <Button onPress={onClose}>{t('location.cancel')}</Button>
          <Button type="submit" look="primary">
            {t('location.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
