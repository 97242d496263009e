import { type JSX, useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui/button.js';
import { classNames } from '../../../shared/ui/class-names.js';
import { Icon } from '../../../shared/ui/icon.js';
import styles from './picture.module.css';

interface PictureProps {
  address: string;
  name: string;
  /** One of several in a grid. */
  isCell?: boolean;
}

/** A picture in a frame that stands before it has loaded, so that nothing jumps; a press shows the whole. */
export function Picture({ address, name, isCell = false }: PictureProps): JSX.Element {
  const { t } = useTranslation();
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) {
    return (
      <div className={classNames(styles.frame, isCell && styles.cell, styles.broken)}>
        <Icon name="alert" size={20} />
        <span>{t('media.broken')}</span>
      </div>
    );
  }
  return (
    <DialogTrigger>
      <AriaButton
        className={classNames(styles.frame, isCell && styles.cell)}
        aria-label={t('media.open', { name })}
      >
        <img
          className={styles.thumbnail}
          src={address}
          alt=""
          decoding="async"
          onError={() => setIsBroken(true)}
        />
      </AriaButton>
      <ModalOverlay className={styles.veil ?? ''} isDismissable>
        <Modal className={styles.modal ?? ''}>
          <Dialog className={styles.dialog ?? ''} aria-label={name}>
            <div className={styles.bar}>
              <span className={styles.name}>{name}</span>
              <a className={styles.download} href={address} download={name}>
                <Icon name="download" size={16} />
                {t('media.download')}
              </a>
              <Button slot="close" look="plain" size="icon" aria-label={t('common.close')}>
                <Icon name="close" />
              </Button>
            </div>
            <img className={styles.whole} src={address} alt={name} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
