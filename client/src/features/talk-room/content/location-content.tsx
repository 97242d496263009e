import { type JSX } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { type MessageContent } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import styles from './location-content.module.css';
import { mapAddress } from './map-address.js';

type Location = Extract<MessageContent, { kind: 'location' }>;

/** The map is opened by a second, deliberate press: where a caller is goes to nobody by itself. */
export function LocationContent({ content }: { content: Location }): JSX.Element {
  const { t } = useTranslation();
  const { title, address, latitude, longitude } = content;
  return (
    <div className={styles.location}>
      <p className={styles.kind}>
        <Icon name="place" size={16} />
        {t('kind.location')}
      </p>
      <p className={styles.title}>{title ?? t('place.unnamed')}</p>
      {address !== null && <p className={styles.address}>{address}</p>}
      <p className={styles.coordinates}>{t('place.coordinates', { latitude, longitude })}</p>
      <DialogTrigger>
        <Button size="small">{t('place.open')}</Button>
        <Popover className={styles.popover ?? ''} placement="bottom start">
          <Dialog className={styles.dialog ?? ''} aria-label={t('place.open')}>
            <p>{t('place.openHint')}</p>
            <a
              className={styles.link}
              href={mapAddress(latitude, longitude)}
              target="_blank"
              rel="noopener noreferrer"
            >
              {t('place.confirm')}
              <Icon name="outside" size={16} />
            </a>
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
