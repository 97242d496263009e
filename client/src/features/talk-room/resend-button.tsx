import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api/request.js';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { Button } from '../../shared/ui/button.js';
import { Modal } from '../../shared/ui/modal.js';
import { useResendMessage } from './api/resend-message.js';
import styles from './delivery-line.module.css';
import { useTalk } from './talk-context.js';

interface ResendButtonProps {
  messageId: string;
  mayHaveArrived: boolean;
}

/** Asks first where the caller might get the same words twice. */
export function ResendButton({ messageId, mayHaveArrived }: ResendButtonProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const { ticketId } = useTalk();
  const [isAsking, setIsAsking] = useState(false);
  const resend = useResendMessage(ticketId);

  const send = (mayArriveTwice: boolean): void =>
    resend.mutate(
      { messageId, mayArriveTwice },
      {
        onError: (error) => {
          // It turned out only now that the first one may have arrived.
          if (error instanceof ApiError && error.code === 'may_arrive_twice') setIsAsking(true);
        },
      },
    );
  const isTold = resend.error instanceof ApiError && resend.error.code === 'may_arrive_twice';
  return (
    <div className={styles.actions}>
      {resend.isError && !isTold && (
        <p className={styles.error} role="alert">
          {errorMessage(resend.error)}
        </p>
      )}
      <Button
        size="small"
        isPending={resend.isPending}
        onPress={() => (mayHaveArrived ? setIsAsking(true) : send(false))}
      >
        {t(resend.isPending ? 'delivery.resending' : 'delivery.resend')}
      </Button>
      <Modal
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        role="alertdialog"
        title={t('delivery.sureQuestion')}
      >
        <p className={styles.explain}>{t('delivery.sureExplain')}</p>
        <div className={styles.buttons}>
          <Button autoFocus onPress={() => setIsAsking(false)}>
            {t('delivery.sureCancel')}
          </Button>
          <Button
            look="primary"
            onPress={() => {
              setIsAsking(false);
              send(true);
            }}
          >
            {t('delivery.sureConfirm')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
