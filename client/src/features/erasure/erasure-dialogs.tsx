import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ErasureView, type HoldView } from '../../shared/contract.js';
import { dateAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Modal } from '../../shared/ui/modal.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { useAccountNames } from './api/account-names.js';
import { useCertificate, useDecide, useRelease } from './api/erasures.js';
import styles from './erasure.module.css';

interface DecideProps {
  erasure: ErasureView;
  decision: 'confirm' | 'decline';
  days: number;
  onClose: () => void;
}

export function DecideDialog({ erasure, decision, days, onClose }: DecideProps): JSX.Element {
  const { t } = useTranslation();
  const decide = useDecide(erasure.id, decision);
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      title={t(`erasure.${decision}Title`, { alias: erasure.alias })}
      explain={t(`erasure.${decision}Explain`, { days })}
      confirm={t(`erasure.${decision}`)}
      look={decision === 'confirm' ? 'danger' : 'primary'}
      action={decide}
      onConfirm={() => decide.mutate(reason.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} isFirst />
    </ActionDialog>
  );
}

export function ReleaseDialog({ hold, onClose }: { hold: HoldView; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const release = useRelease(hold.callerId);
  return (
    <ActionDialog
      title={t('erasure.releaseTitle', { alias: hold.alias })}
      explain={t('erasure.releaseExplain')}
      confirm={t('erasure.release')}
      action={release}
      onConfirm={() => release.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** What is said of an erasure for good, to print or to keep. */
export function CertificateDialog({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useCertificate(id);
  const { data: certificate } = query;
  const accountName = useAccountNames();
  return (
    <Modal isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={t('erasure.certificate')}>
      {certificate === undefined ? (
        <LoadState query={query} />
      ) : (
        <>
          <dl className={styles.certificate}>
            <Fact
              name={t('erasure.caller')}
              value={`${certificate.alias} · ${accountName(certificate.accountId)}`}
            />
            <Fact name={t('erasure.causeLabel')} value={t(`erasure.cause.${certificate.cause}`)} />
            <Fact name={t('erasure.erasedAt')} value={dateAndTime(certificate.erasedAt, language)} />
            <Fact
              name={t('erasure.destroyed')}
              value={(['tickets', 'messages', 'media', 'drafts'] as const)
                .map((what) => t(`erasure.count.${what}`, { count: certificate.destroyed[what] }))
                .join(t('erasure.countsAnd'))}
            />
            <Fact name={t('erasure.backupsUntil')} value={dateAndTime(certificate.backupsUntil, language)} />
            <Fact name={t('erasure.keys')} value={certificate.keyIds.join('\n')} isCode />
            <Fact name={t('erasure.hash')} value={certificate.hash} isCode />
          </dl>
          <div className={styles.buttons}>
            <a
              className={styles.download}
              download={`erasure-${certificate.id}.json`}
              href={`/api/erasures/${certificate.id}/certificate`}
            >
              {t('erasure.download')}
            </a>
            <Button slot="close">{t('common.close')}</Button>
          </div>
        </>
      )}
    </Modal>
  );
}

function Fact({
  name,
  value,
  isCode = false,
}: {
  name: string;
  value: string;
  isCode?: boolean;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isCode ? styles.code : undefined}>{value}</dd>
    </div>
  );
}
