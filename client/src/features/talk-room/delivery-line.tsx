import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeliveryView, type MessageView } from '../../shared/contract.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon, type IconName } from '../../shared/ui/icon.js';
import { deliveryLook, type DeliveryLook, mayBeSentAgain } from './delivery-look.js';
import styles from './delivery-line.module.css';
import { ResendButton } from './resend-button.js';
import { useTalk } from './talk-context.js';

const icons: Record<DeliveryLook, IconName> = {
  waiting: 'wait',
  retrying: 'wait',
  held: 'alert',
  accepted: 'check',
  failed: 'alert',
  unknown: 'alert',
  unreachable: 'blocked',
};

interface DeliveryLineProps {
  message: MessageView;
  delivery: DeliveryView;
}

/** What we really know of a reply. LINE accepting it says nothing about it being read. */
export function DeliveryLine({ message, delivery }: DeliveryLineProps): JSX.Element {
  const { t } = useTranslation();
  const { canReply, canResendAutomatic, callerReachable } = useTalk();
  const mayResend = message.direction === 'automatic' ? canResendAutomatic : canReply;
  const look = deliveryLook(delivery);
  const reason = look === 'accepted' || look === 'unreachable' ? null : delivery.reason;
  const { answer } = delivery;
  return (
    <div className={styles.block}>
      <p className={classNames(styles.delivery, styles[look])} data-delivery={delivery.state}>
        <Icon name={icons[look]} size={13} />
        <span>
          {t(`delivery.${look}`)}
          {reason !== null && (
            <span className={styles.reason}>{t('delivery.because', { reason: t(`reason.${reason}`) })}</span>
          )}
        </span>
      </p>
      {answer !== null && look !== 'accepted' && (
        <p className={styles.answer}>
          {t('delivery.answer', { status: answer.status, message: answer.message })}
        </p>
      )}
      {mayResend && callerReachable && mayBeSentAgain(delivery) && (
        <ResendButton messageId={message.id} mayHaveArrived={delivery.mayHaveArrived} />
      )}
    </div>
  );
}
