import { type JSX, useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTranslation } from 'react-i18next';
import { type CounselorLoad, type TicketSummary } from '../../shared/contract.js';
import { useSeenThrough } from '../../shared/live/use-seen-through.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Chip } from '../../shared/ui/chip.js';
import { PresenceMark } from '../../shared/ui/presence-mark.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import styles from './supervise-dialog.module.css';

/** What a supervisor does with somebody else's ticket, each with a reason that its counselor reads. */
export type SuperviseAction = 'return' | 'close';

interface SuperviseDialogProps {
  action: SuperviseAction;
  ticket: TicketSummary;
  onClose: () => void;
}

export function SuperviseDialog({ action, ticket, onClose }: SuperviseDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  // What it is called stays, also when the ticket has left its counselor before the answer comes.
  const [name] = useState(ticket.assignedTo?.displayName ?? '');
  const act = useTicketAction(ticket.id, `supervise/${action}`);
  const seenThrough = useSeenThrough(ticket.id);
  const bodyOf = (why: string): object =>
    action === 'close' ? { reason: why, seenThrough: seenThrough() } : { reason: why };
  return (
    <ActionDialog
      title={t(`supervise.${action}Title`, { alias: ticket.alias })}
      explain={t(`supervise.${action}Explain`, { name })}
      confirm={t(`supervise.${action}Confirm`)}
      look={action === 'close' ? 'danger' : 'primary'}
      action={act}
      onConfirm={() => act.mutate(bodyOf(reason.trim()), { onSuccess: onClose })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} isFirst />
    </ActionDialog>
  );
}

interface ReassignDialogProps {
  ticket: TicketSummary;
  counselors: readonly CounselorLoad[];
  onClose: () => void;
}

/** To a named counselor who is there and has room. */
export function ReassignDialog({ ticket, counselors, onClose }: ReassignDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [staffId, setStaffId] = useState<string | null>(null);
  const [name] = useState(ticket.assignedTo?.displayName ?? '');
  const reassign = useTicketAction(ticket.id, 'reassign');
  const account = ticket.helpingAccountId ?? ticket.accountId;
  const people = counselors.filter(
    (each) => each.staffId !== ticket.assignedTo?.id && each.accountIds.includes(account),
  );
  const isChosen = people.some((each) => each.staffId === staffId && mayHave(each));
  return (
    <ActionDialog
      title={t('supervise.reassignTitle', { alias: ticket.alias })}
      explain={t('supervise.reassignExplain', { name })}
      confirm={t('supervise.reassignConfirm')}
      action={reassign}
      isDisabled={!isChosen}
      onConfirm={() => reassign.mutate({ staffId, reason: reason.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <RadioGroup className={styles.people ?? ''} value={staffId} onChange={setStaffId}>
        <Label className={styles.label ?? ''}>{t('supervise.reassignTo')}</Label>
        {!people.some(mayHave) && <p className={styles.hint}>{t('supervise.reassignNobody')}</p>}
        <div className={styles.scroll}>
          {people.map((person) => (
            <Person key={person.staffId} person={person} />
          ))}
        </div>
      </RadioGroup>
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  );
}

function mayHave({ presence, activeTickets, capacity }: CounselorLoad): boolean {
  return presence !== 'offline' && activeTickets < capacity;
}

function Person({ person }: { person: CounselorLoad }): JSX.Element {
  const { t } = useTranslation();
  const { staffId, displayName, presence, activeTickets: active, capacity } = person;
  return (
    <Radio value={staffId} className={styles.choice ?? ''} isDisabled={!mayHave(person)}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.name}>{displayName}</span>
      <PresenceMark presence={presence} />
      <span className={styles.load}>{t('transfer.load', { active, capacity })}</span>
      {active >= capacity && <Chip tone="amber">{t('transfer.full')}</Chip>}
    </Radio>
  );
}
