import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeliveryView } from '../../shared/contract.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon, type IconName } from '../../shared/ui/icon.js';
import styles from './delivery-line.module.css';

type Look = DeliveryView['state'] | 'retrying';

const icons: Record<Look, IconName> = {
  waiting: 'wait',
  retrying: 'wait',
  accepted: 'check',
  failed: 'alert',
  unreachable: 'blocked',
};

/** What we really know of a reply. LINE accepting it says nothing about it being read. */
export function DeliveryLine({ delivery }: { delivery: DeliveryView }): JSX.Element {
  const { t } = useTranslation();
  const look: Look = delivery.state === 'waiting' && delivery.attempts > 0 ? 'retrying' : delivery.state;
  const reason = look === 'failed' || look === 'retrying' ? delivery.reason : null;
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
