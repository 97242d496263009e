import { useMutation } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../shared/api/request.js';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AuditReason, auditReasonSchema } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { useVerified } from '../../shared/verification/verification-context.js';
import styles from './audit.module.css';
import { Reason } from './reason.js';

/** That there is a reason, which may tell of a caller. Whoever needs it opens this one, and leaves an entry. */
export function ClosedReason({ seq }: { seq: number }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const verified = useVerified();
  const [why, setWhy] = useState<AuditReason['why'] | null>(null);
  const open = useMutation({
    mutationFn: async () => {
      const path = `/api/audit/${seq}/reason`;
      // Given to this row alone: the result of a mutation would be kept for a while.
      setWhy((await verified(() => request(auditReasonSchema, path, { method: 'POST', body: {} }))).why);
    },
  });
  if (why !== null)
    return (
      <div role="status">
        <Reason why={why} />
      </div>
    );
  return (
    <div className={styles.closed}>
      <p>{t('audit.closed')}</p>
      <Button
        size="small"
        aria-label={t('audit.openOf', { seq })}
        isPending={open.isPending}
        onPress={() => open.mutate()}
      >
        {t('audit.open')}
      </Button>
      <p className={styles.hint}>{t('audit.openHint')}</p>
      {open.isError && <p role="alert">{errorMessage(open.error)}</p>}
    </div>
  );
}
