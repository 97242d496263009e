import { type JSX, type ReactNode, useState } from 'react';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api/request.js';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { type TicketSummary } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Modal } from '../../shared/ui/modal.js';
import { Notice } from '../../shared/ui/notice.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { useCategories, useCloseTicket } from './api/close-ticket.js';
import styles from './close-dialog.module.css';

/** Stands for no category among those to choose from. */
const none = 'none';

interface CloseDialogProps {
  ticket: TicketSummary;
  /** The caller's newest message in the talk behind it. */
  newestWord: string | null;
  hasDraft: boolean;
  hasUndelivered: boolean;
  /** What else to think of at the end. */
  after: ReactNode;
}

export function CloseDialog(props: CloseDialogProps): JSX.Element {
  const { ticket, newestWord, hasDraft, hasUndelivered, after } = props;
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [isOpen, setIsOpen] = useState(false);
  const [wordAtOpening, setWordAtOpening] = useState(newestWord);
  const close = useCloseTicket(ticket.id);
  const categories = useCategories(ticket.id, isOpen);
  const [categoryId, setCategoryId] = useState<string | null>(null);
  const choices = categories.data?.items ?? [];
  // What was chosen may have been retired meanwhile.
  const chosen = choices.some(({ id }) => id === categoryId) ? categoryId : null;
  const isMissing = categories.data?.required === true && choices.length > 0 && chosen === null;

  // It stands behind the question, which nobody reads through: so it is read first.
  const hasArrived = newestWord !== wordAtOpening;
  const isUnread = hasArrived || (close.error instanceof ApiError && close.error.code === 'words_unseen');

  const change = (open: boolean): void => {
    if (open) {
      close.reset();
      setCategoryId(null);
      setWordAtOpening(newestWord);
    }
    setIsOpen(open);
  };

  useCommands([
    {
      id: 'close',
      group: 'talk',
      name: t('command.close'),
      words: t('command.words.close'),
      icon: 'check',
      shortcut: 'close',
      run: () => change(true),
    },
  ]);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <Button size="small" className={styles.open ?? ''} aria-label={t('closing.open')}>
        <Icon name="check" size={16} />
        <span className={styles.openWord}>{t('closing.open')}</span>
      </Button>
      <Modal
        isOpen={isOpen}
        onOpenChange={change}
        title={t('closing.question')}
        role="alertdialog"
        isDismissable={!close.isPending}
      >
        <p className={styles.explain}>{t('closing.explain')}</p>
        {ticket.unansweredSince !== null && <Notice tone="amber">{t('closing.unanswered')}</Notice>}
        {hasUndelivered && <Notice tone="amber">{t('closing.undelivered')}</Notice>}
        {hasDraft && <Notice tone="amber">{t('closing.draft')}</Notice>}
        {choices.length > 0 && (
          <ChoiceGroup
            label={t(categories.data?.required === true ? 'closing.categoryRequired' : 'closing.category')}
            value={chosen ?? none}
            choices={[
              ...(categories.data?.required === true ? [] : [{ value: none, name: t('closing.noCategory') }]),
              ...choices.map(({ id, name }) => ({ value: id, name })),
            ]}
            onChange={(value) => setCategoryId(value === none ? null : value)}
          />
        )}
        {after}
        {hasArrived && !close.isError && (
          <Notice tone="amber" role="alert">
            {t('closing.arrived')}
          </Notice>
        )}
        {close.isError && (
          <Notice tone="danger" role="alert">
            {errorMessage(close.error)}
          </Notice>
        )}
        <div className={styles.buttons}>
          <Button slot="close" autoFocus isDisabled={close.isPending}>
            {t('closing.cancel')}
          </Button>
          {isUnread ? (
            <Button look="primary" slot="close">
              {t('closing.read')}
            </Button>
          ) : (
            <Button
              look="primary"
              isPending={close.isPending}
              isDisabled={isMissing}
              onPress={() => close.mutate(chosen, { onSuccess: () => setIsOpen(false) })}
            >
              {close.isPending ? t('closing.confirming') : t('closing.confirm')}
            </Button>
          )}
        </div>
      </Modal>
    </DialogTrigger>
  );
}
