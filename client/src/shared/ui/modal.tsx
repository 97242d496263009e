import { type JSX, type ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components/Modal';
import { classNames } from './class-names.js';
import styles from './modal.module.css';

interface ModalProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  role?: 'dialog' | 'alertdialog';
  isDismissable?: boolean;
  /** For a form with something to see beside it. */
  isWide?: boolean;
  children: ReactNode;
}

/** A question or a small form over everything else. */
export function Modal(props: ModalProps): JSX.Element {
  const {
    isOpen,
    onOpenChange,
    title,
    role = 'dialog',
    isDismissable = true,
    isWide = false,
    children,
  } = props;
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={isDismissable}
    >
      <AriaModal className={classNames(styles.modal, isWide && styles.wide)}>
        <Dialog role={role} className={styles.dialog ?? ''}>
          <Heading slot="title" className={styles.title ?? ''}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
