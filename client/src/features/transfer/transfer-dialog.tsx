import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { Button } from '../../shared/ui/button.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Modal } from '../../shared/ui/modal.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextArea } from '../../shared/ui/text-area.js';
import { useTargetName } from '../../shared/ui/target-name.js';
import { useTransferTargets } from './api/handovers.js';
import { DestinationList } from './destination-list.js';
import { type Destination, isThere, targetOf } from './destination.js';
import styles from './transfer.module.css';
import { useNote } from './use-note.js';
import { WithdrawButton } from './withdraw-button.js';

const noteLimit = 2000;

interface TransferDialogProps {
  ticket: TicketSummary;
  staffId: string;
  accounts: readonly AccountView[];
  isOpen: boolean;
  /** What is chosen at first. */
  destination?: Destination | null;
  onOpenChange: (isOpen: boolean) => void;
}

/** Hands a ticket over to somebody, or back to the line: never without a word for whoever goes on. */
export function TransferDialog(props: TransferDialogProps): JSX.Element {
  const { ticket, isOpen, onOpenChange } = props;
  const { t } = useTranslation();
  return (
    <Modal isOpen={isOpen} onOpenChange={onOpenChange} title={t('transfer.heading', { alias: ticket.alias })}>
      <Content {...props} />
    </Modal>
  );
}

/** What was begun stays until it is through: the events of what it does come before its answer. */
function Content(props: TransferDialogProps): JSX.Element {
  const isStanding = props.ticket.transfer?.state === 'standing';
  const [wasStanding] = useState(isStanding);
  return wasStanding && isStanding ? <Asked {...props} /> : <TransferForm {...props} />;
}

/** Somebody is being asked already: they answer first, or the question is taken back. */
function Asked({ ticket, accounts }: TransferDialogProps): JSX.Element | null {
  const { t } = useTranslation();
  const targetName = useTargetName(accounts);
  if (ticket.transfer === null) return null;
  return (
    <>
      <p className={styles.explain}>{t('signOut.asked', { to: targetName(ticket.transfer.to) })}</p>
      <div className={styles.buttons}>
        <Button slot="close">{t('common.close')}</Button>
        <WithdrawButton ticket={ticket} />
      </div>
    </>
  );
}

function TransferForm(props: TransferDialogProps): JSX.Element {
  const { ticket, staffId, destination = null, onOpenChange } = props;
  const { t } = useTranslation();
  const targets = useTransferTargets(ticket.id);
  const [chosen, setChosen] = useState(destination);
  const [note, setNote] = useNote(staffId, ticket.id);
  const [wasTried, setWasTried] = useState(false);
  const { submit, isPending, error } = useSubmit(ticket.id, () => {
    setNote('');
    onOpenChange(false);
  });

  const isChosen = chosen !== null && isThere(chosen, targets.data);
  const toLine = chosen === 'line';
  const press = (): void => {
    setWasTried(true);
    if (isChosen && note.trim() !== '') submit(chosen, note.trim());
  };
  return (
    <>
      {targets.data === undefined ? (
        <LoadState query={targets} />
      ) : (
        <DestinationList
          targets={targets.data}
          chosen={chosen}
          error={wasTried && !isChosen ? t('transfer.toMissing') : undefined}
          onChoose={setChosen}
        />
      )}
      <TextArea
        label={t('transfer.note')}
        hint={t('transfer.noteHint')}
        value={note}
        limit={noteLimit}
        error={wasTried && note.trim() === '' ? t('transfer.noteMissing') : undefined}
        onChange={setNote}
      />
      <p className={styles.explain}>{t(toLine ? 'lineReturn.explain' : 'transfer.explain')}</p>
      <Refusal error={error} />
      <div className={styles.buttons}>
        <Button slot="close" isDisabled={isPending}>
          {t('transfer.cancel')}
        </Button>
        <Button look="primary" isPending={isPending} onPress={press}>
          {toLine
            ? t(isPending ? 'lineReturn.submitting' : 'lineReturn.submit')
            : t(isPending ? 'transfer.submitting' : 'transfer.submit')}
        </Button>
      </div>
    </>
  );
}

function useSubmit(
  ticketId: string,
  onSuccess: () => void,
): { submit: (destination: Destination, note: string) => void; isPending: boolean; error: Error | null } {
  const transfer = useTicketAction(ticketId, 'transfer');
  const back = useTicketAction(ticketId, 'return');
  const submit = (destination: Destination, note: string): void => {
    const to = targetOf(destination);
    transfer.reset();
    back.reset();
    const done = to === null ? back.mutateAsync({ note }) : transfer.mutateAsync({ to, note });
    // Also where the ticket has left this screen before the answer comes: its note would wait here for the next time.
    void done.then(onSuccess, () => undefined);
  };
  return { submit, isPending: transfer.isPending || back.isPending, error: transfer.error ?? back.error };
}

export function Refusal({ error }: { error: Error | null }): JSX.Element | null {
  const errorMessage = useErrorMessage();
  if (error === null) return null;
  return (
    <Notice tone="danger" role="alert">
      {errorMessage(error)}
    </Notice>
  );
}
