import { useMutation } from '@tanstack/react-query';
import { type JSX, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../shared/api/request.js';
import { SHORTEST_REASON, type Unmasked, UNMASKED_SECONDS, unmaskedSchema } from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Modal } from '../../shared/ui/modal.js';
import { Notice } from '../../shared/ui/notice.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { useVerified } from '../../shared/verification/verification-context.js';
import styles from './unmask.module.css';

interface UnmaskDialogProps {
  ticket: { readonly id: string; readonly alias: string; readonly number: number };
  /** In an emergency the reason stands there already, and may be changed. */
  isEmergency?: boolean;
  onClose: () => void;
}

/** Why first, then who, for a short while. What it shows is in this dialog and nowhere else. */
export function UnmaskDialog({ ticket, isEmergency = false, onClose }: UnmaskDialogProps): JSX.Element {
  const { t } = useTranslation();
  const verified = useVerified();
  const [reason, setReason] = useState(isEmergency ? t('unmask.emergencyReason') : '');
  const [unmasked, setUnmasked] = useState<Unmasked | null>(null);
  const ask = useMutation({
    mutationFn: async () => {
      const body = { reason: reason.trim() };
      const path = `/api/tickets/${ticket.id}/unmask`;
      // Given to this dialog alone: the result of a mutation would be kept for a while.
      setUnmasked(await verified(() => request(unmaskedSchema, path, { method: 'POST', body })));
    },
  });
  const title = t('unmask.title', ticket);
  if (unmasked !== null) return <Shown title={title} unmasked={unmasked} onClose={onClose} />;
  return (
    <ActionDialog
      title={title}
      explain={<p>{t('unmask.explain')}</p>}
      confirm={t('unmask.confirm')}
      action={ask}
      isDisabled={reason.trim().length < SHORTEST_REASON}
      onConfirm={() => ask.mutate()}
      onClose={onClose}
    >
      <ReasonField
        value={reason}
        onChange={setReason}
        hint={t('unmask.reasonHint', { shortest: SHORTEST_REASON })}
        isFirst
      />
    </ActionDialog>
  );
}

interface ShownProps {
  title: string;
  unmasked: Unmasked;
  onClose: () => void;
}

function Shown({ title, unmasked: { userId, profile }, onClose }: ShownProps): JSX.Element {
  const { t } = useTranslation();
  const seconds = useHiding(onClose);
  return (
    <Modal isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={title}>
      <dl className={styles.facts}>
        <dt>{t('unmask.name')}</dt>
        <dd className={styles.name} data-unmasked="name">
          {profile.state === 'known' ? profile.displayName : '—'}
        </dd>
        <dt>{t('unmask.userId')}</dt>
        <dd className={styles.id} data-unmasked="user-id">
          {userId}
        </dd>
      </dl>
      {profile.state !== 'known' && (
        <Notice tone="amber" role="alert" icon="alert">
          {t(profile.state === 'blocked' ? 'unmask.blocked' : 'unmask.noAnswer')}
        </Notice>
      )}
      <p className={styles.hint}>{t('unmask.notKept')}</p>
      <div className={styles.foot}>
        <p className={styles.hint} role="timer">
          {t('unmask.left', { count: seconds })}
        </p>
        <Button look="primary" autoFocus onPress={onClose}>
          {t('unmask.hide')}
        </Button>
      </div>
    </Modal>
  );
}

/** Hides after its time, and at once when the person turns to another window. @returns the seconds left */
function useHiding(onHide: () => void): number {
  const [until] = useState(() => Date.now() + UNMASKED_SECONDS * 1000);
  const [seconds, setSeconds] = useState(UNMASKED_SECONDS);
  useEffect(() => {
    const tick = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) onHide();
      else setSeconds(left);
    }, 250);
    const hideIfAway = (): void => {
      if (document.visibilityState === 'hidden') onHide();
    };
    window.addEventListener('blur', onHide);
    document.addEventListener('visibilitychange', hideIfAway);
    return () => {
      clearInterval(tick);
      window.removeEventListener('blur', onHide);
      document.removeEventListener('visibilitychange', hideIfAway);
    };
  }, [until, onHide]);
  return seconds;
}
