import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { requestFile } from '../../shared/api/request.js';
import { type DisclosureView, EXPORT_LIMIT } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Toggle } from '../../shared/ui/toggle.js';
import { useVerified } from '../../shared/verification/verification-context.js';
import { ledgerKey } from './api.js';
import styles from './disclosures.module.css';

/** Why there is no file to take; null where there is one, or it isn't time yet. */
export function useFileObstacle(disclosure: DisclosureView, staffId: string): string | null {
  const { t } = useTranslation();
  const { basis, ticket, releasedBy, isExportLate, exports } = disclosure;
  if (basis === 'none') return t('disclosureFile.noBasis');
  if (ticket === null) return t('disclosureFile.noTicket');
  if (exports.length >= EXPORT_LIMIT) return t('disclosureFile.often', { limit: EXPORT_LIMIT });
  if (isExportLate) return t('disclosureFile.late');
  return releasedBy === staffId ? t('disclosureFile.own') : null;
}

function useTakeFile(id: string): UseMutationResult<void, Error, boolean> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: async (withNotes: boolean) => {
      const { blob, name } = await verified(() =>
        requestFile(`/api/disclosures/${id}/export`, { method: 'POST', body: { withNotes } }),
      );
      save(blob, name);
    },
    gcTime: 0,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ledgerKey }),
  });
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn; the page keeps no words that it doesn't show.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

export function FileDialog({
  disclosure,
  onClose,
}: {
  disclosure: DisclosureView;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const take = useTakeFile(disclosure.id);
  const [withNotes, setWithNotes] = useState(false);
  const { exportUntil, exports } = disclosure;
  return (
    <ActionDialog
      title={t('disclosureFile.title')}
      explain={
        <>
          <p>{t('disclosureFile.explain')}</p>
          <p>{t('disclosureFile.careful')}</p>
          {exportUntil !== null && (
            <p>
              {t('disclosureFile.limits', {
                until: dayAndTime(exportUntil, language),
                left: EXPORT_LIMIT - exports.length,
              })}
            </p>
          )}
        </>
      }
      confirm={t('disclosureFile.button')}
      action={take}
      onConfirm={() => take.mutate(withNotes, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Toggle isOn={withNotes} onChange={setWithNotes}>
        {t('disclosureFile.withNotes')}
      </Toggle>
    </ActionDialog>
  );
}

/** Each file that was made, with what it was. */
export function FileSteps({ exports }: Pick<DisclosureView, 'exports'>): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      {exports.map(({ exportId, state, displayName, at, withNotes, sha256 }) => (
        <li key={exportId}>
          {t(`disclosureFile.step.${state}`, { name: displayName, time: dayAndTime(at, language) })}
          {withNotes && ` ・ ${t('disclosureFile.notes')}`}
          {sha256 !== null && <p className={styles.sum}>{t('disclosureFile.sum', { sum: sha256 })}</p>}
        </li>
      ))}
    </>
  );
}
