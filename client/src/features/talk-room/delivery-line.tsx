import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeliveryView } from '../../shared/contract.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon, type IconName } from '../../shared/ui/icon.js';
import { deliveryLook, type DeliveryLook } from './delivery-look.js';
import styles from './delivery-line.module.css';

const icons: Record<DeliveryLook, IconName> = {
  waiting: 'wait',
  retrying: 'wait',
  accepted: 'check',
  failed: 'alert',
  unknown: 'alert',
  unreachable: 'blocked',
};

/** What we really know of a reply. LINE accepting it says nothing about it being read. */
export function DeliveryLine({ delivery }: { delivery: DeliveryView }): JSX.Element {
  const { t } = useTranslation();
  const look = deliveryLook(delivery);
  const reason = look === 'accepted' || look === 'unreachable' ? null : delivery.reason;
  return (
    <p className={classNames(styles.delivery, styles[look])} data-delivery={delivery.state}>
      <Icon name={icons[look]} size={13} />
      <span>
        {t(`delivery.${look}`)}
        {reason !== null && (
          <span className={styles.reason}>{t('delivery.because', { reason: t(`reason.${reason}`) })}</span>
        )}
      </span>
    </p>
  );
}
