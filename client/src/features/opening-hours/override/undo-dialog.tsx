import { type JSX, useState } from 'react';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../../shared/api/use-error-message.js';
import { type OpeningOverrideView } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Modal } from '../../../shared/ui/modal.js';
import { Notice } from '../../../shared/ui/notice.js';
import { useUndo } from '../api/override.js';
import styles from './override-dialog.module.css';

interface UndoDialogProps {
  accountId: string;
  override: OpeningOverrideView;
  onUndone: (id: string) => void;
}

export function UndoDialog({ accountId, override, onUndone }: UndoDialogProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [isOpen, setIsOpen] = useState(false);
  const { id, state, reason } = override;
  const undo = useUndo(accountId, () => onUndone(id));

  const change = (open: boolean): void => {
    if (open) undo.reset();
    setIsOpen(open);
  };
  const isClosed = state === 'closed';
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <Button
        size="small"
        aria-label={t('hours.override.undoLabel', {
          state: t(`hours.override.${isClosed ? 'isClosed' : 'isOpen'}`),
          reason,
        })}
      >
        {t('hours.override.undo')}
      </Button>
      <Modal
        isOpen={isOpen}
        onOpenChange={change}
        role="alertdialog"
        title={t(`hours.override.${isClosed ? 'undoQuestionClosed' : 'undoQuestionOpen'}`)}
        isDismissable={!undo.isPending}
      >
        <p className={styles.explain}>{t('hours.override.undoExplain')}</p>
        {undo.isError && (
          <Notice tone="danger" role="alert">
            {errorMessage(undo.error)}
          </Notice>
        )}
        <div className={styles.buttons}>
          <Button slot="close" autoFocus isDisabled={undo.isPending}>
            {t('hours.override.cancel')}
          </Button>
          <Button
            look="primary"
            isPending={undo.isPending}
            onPress={() => undo.mutate(id, { onSuccess: () => setIsOpen(false) })}
          >
            {undo.isPending ? t('hours.override.undoing') : t('hours.override.undo')}
          </Button>
        </div>
      </Modal>
    </DialogTrigger>
  );
}
