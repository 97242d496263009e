import { type JSX, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../api/use-error-message.js';
import styles from './action-dialog.module.css';
import { Button } from './button.js';
import { Modal } from './modal.js';
import { Notice } from './notice.js';
import { useFaultInSight } from './use-fault-in-sight.js';

interface ActionDialogProps {
  title: string;
  explain?: ReactNode;
  confirm: string;
  look?: 'primary' | 'danger';
  /** What is under way, or went wrong. */
  action: { readonly isPending: boolean; readonly error: Error | null };
  isDisabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** Fields to fill in, which come before the buttons. */
  children?: ReactNode;
  /** What stands below everything, for looking up. */
  below?: ReactNode;
}

/** Asks a person whether, or how, to do something. It stands as long as its parent shows it, and begins afresh each time. */
export function ActionDialog(props: ActionDialogProps): JSX.Element {
  const { title, explain, confirm, look = 'primary', action, isDisabled = false } = props;
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const form = useFaultInSight();
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={title}
      isDismissable={!action.isPending}
    >
      {explain !== undefined && <div className={styles.explain}>{explain}</div>}
      <Form
        ref={form}
        className={styles.form ?? ''}
        onSubmit={(event) => {
          event.preventDefault();
          if (!action.isPending && !isDisabled) props.onConfirm();
        }}
      >
        {props.children}
        {action.error !== null && (
          <Notice tone="danger" role="alert" icon="alert">
            {errorMessage(action.error)}
          </Notice>
        )}
        <div className={styles.buttons}>
          <Button slot="close" isDisabled={action.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" look={look} isPending={action.isPending} isDisabled={isDisabled}>
            {confirm}
          </Button>
        </div>
      </Form>
      {props.below}
    </Modal>
  );
}
