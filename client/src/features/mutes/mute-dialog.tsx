import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MuteRequest, type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { ReasonField } from '../../shared/ui/reason-field.js';

const minutes = { hour: 60, evening: 6 * 60, day: 24 * 60, week: 7 * 24 * 60 } as const;
type Choice = keyof typeof minutes;
const choices = Object.keys(minutes) as Choice[];

interface MuteDialogProps {
  ticket: TicketSummary;
  onClose: () => void;
}

export function MuteDialog({ ticket, onClose }: MuteDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Choice>('hour');
  const [reason, setReason] = useState('');
  const mute = useTicketAction<MuteRequest>(ticket.id, 'mute');
  return (
    <ActionDialog
      title={t('mute.title', { alias: ticket.alias, number: ticket.number })}
      explain={t('mute.explain')}
      confirm={t('mute.confirm')}
      action={mute}
      onConfirm={() =>
        mute.mutate({ minutes: minutes[choice], reason: reason.trim() }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <ChoiceGroup
        label={t('mute.howLong')}
        value={choice}
        isInRow
        isFirst
        choices={choices.map((value) => ({ value, name: t(`mute.choice.${value}`) }))}
        onChange={setChoice}
      />
      <ReasonField value={reason} onChange={setReason} hint={t('mute.reasonHint')} />
    </ActionDialog>
  );
}
