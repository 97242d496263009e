import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import styles from './contents.module.css';
import { type Edit } from './use-edit.js';

interface SaveBarProps {
  edit: Pick<Edit<unknown>, 'isChanged' | 'isStale' | 'reset' | 'goOn'>;
  saved: { readonly version: number; readonly savedAt: string | null; readonly savedBy: string | null };
  action: { readonly isPending: boolean; readonly error: Error | null; readonly isSuccess: boolean };
  /** What is wrong with it; nothing can be saved until it is mended. */
  fault?: string | null;
  /** What has changed, in a few words. */
  summary?: ReactNode;
  confirm?: string;
  look?: 'primary' | 'danger';
  onSave: () => void;
}

/** Stays in sight below whatever is edited: what changed, and the two ways out. */
export function SaveBar(props: SaveBarProps): JSX.Element {
  const { edit, saved, action, fault = null, summary, confirm, look = 'primary', onSave } = props;
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  return (
    <div className={styles.bar} data-changed={edit.isChanged}>
      {edit.isStale && (
        <Notice tone="amber" role="alert" icon="alert">
          <p>{t('contents.stale')}</p>
          <p className={styles.choices}>
            <Button size="small" onPress={edit.reset}>
              {t('contents.takeNewer')}
            </Button>
            <Button size="small" look="plain" onPress={edit.goOn}>
              {t('contents.goOn')}
            </Button>
          </p>
        </Notice>
      )}
      {action.error !== null && edit.isChanged && !edit.isStale && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(action.error)}
        </Notice>
      )}
      <div className={styles.ways}>
        <p className={fault === null ? styles.state : styles.fault} role="status">
          <State {...props} fault={fault} saved={saved} summary={summary} />
        </p>
        <Button isDisabled={!edit.isChanged || action.isPending} onPress={edit.reset}>
          {t('contents.reset')}
        </Button>
        <Button
          look={look}
          isDisabled={!edit.isChanged || edit.isStale || fault !== null}
          isPending={action.isPending}
          onPress={onSave}
        >
          {confirm ?? t('contents.save')}
        </Button>
      </div>
    </div>
  );
}

function State({ edit, saved, action, fault, summary }: SaveBarProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  if (typeof fault === 'string') return <>{fault}</>;
  if (edit.isChanged) return <>{summary ?? t('contents.changed')}</>;
  if (saved.version === 0 || saved.savedAt === null) return <>{t('contents.neverSaved')}</>;
  const when = dayAndTime(saved.savedAt, language);
  const words =
    saved.savedBy === null
      ? t('contents.savedByFile', { when })
      : t('contents.savedBy', { when, name: saved.savedBy });
  return <>{action.isSuccess ? t('contents.justSaved', { words }) : words}</>;
}
