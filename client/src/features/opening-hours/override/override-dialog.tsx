import { type JSX, useState } from 'react';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import { Modal } from '../../../shared/ui/modal.js';
import { useOverride } from '../api/override.js';
import { type Account } from '../opening-hours.js';
import { OverrideForm } from './override-form.js';

interface OverrideDialogProps {
  account: Account;
  now: number;
  /** Says what was done. */
  onDone: (words: string) => void;
}

/** The one button for the moment when the hours must not decide. */
export function OverrideDialog({ account, now, onDone }: OverrideDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const override = useOverride(account.id);

  const change = (open: boolean): void => {
    if (open) {
      override.reset();
      onDone('');
    }
    setIsOpen(open);
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <Button look="primary">
        <Icon name="hand" />
        {t('hours.override.open')}
      </Button>
      <Modal
        isOpen={isOpen}
        onOpenChange={change}
        title={t('hours.override.heading')}
        isDismissable={!override.isPending}
        isWide
      >
        <OverrideForm
          account={account}
          now={now}
          isPending={override.isPending}
          error={override.error}
          onSubmit={(request) =>
            override.mutate(request, {
              onSuccess: () => {
                setIsOpen(false);
                onDone(t(`hours.override.${request.state === 'closed' ? 'didClose' : 'didOpen'}`));
              },
            })
          }
        />
      </Modal>
    </DialogTrigger>
  );
}
