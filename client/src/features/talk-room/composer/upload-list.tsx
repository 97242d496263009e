import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../../shared/api/use-error-message.js';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import { Notice } from '../../../shared/ui/notice.js';
import styles from './tray.module.css';
import { type Upload, useUploads } from './uploads.js';

/** Files on their way to the server, and those it didn't take. */
export function UploadList({ ticketId }: { ticketId: string }): JSX.Element | null {
  const uploads = useUploads().filter((upload) => upload.ticketId === ticketId);
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.uploads}>
      {uploads.map((upload) => (
        <li key={upload.id}>
          {upload.error === null ? <Progress upload={upload} /> : <Failure upload={upload} />}
        </li>
      ))}
    </ul>
  );
}

function Progress({ upload: { name, share, stop } }: { upload: Upload }): JSX.Element {
  const { t } = useTranslation();
  const label = t('composer.uploading', { name });
  return (
    <div className={styles.upload}>
      <span className={styles.name}>{label}</span>
      <progress className={styles.progress} value={share} max={1} aria-label={label} />
      <Button
        look="plain"
        size="icon"
        className={styles.button ?? ''}
        aria-label={t('composer.uploadCancel', { name })}
        onPress={stop}
      >
        <Icon name="close" size={16} />
      </Button>
    </div>
  );
}

function Failure({ upload: { name, error, stop } }: { upload: Upload }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  return (
    <Notice
      tone="danger"
      role="alert"
      icon="alert"
      action={
        <Button
          look="plain"
          size="icon"
          className={styles.button ?? ''}
          aria-label={t('composer.dismiss')}
          onPress={stop}
        >
          <Icon name="close" size={16} />
        </Button>
      }
    >
      {t('composer.uploadFailed', { name, reason: errorMessage(error) })}
    </Notice>
  );
}
