import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExtendRequest, type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';

const choices = ['10', '20', '30', '60'] as const;

export function ExtendDialog({
  ticket,
  onClose,
}: {
  ticket: TicketSummary;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const [minutes, setMinutes] = useState<(typeof choices)[number]>('20');
  const extend = useTicketAction<ExtendRequest>(ticket.id, 'extend');
  return (
    <ActionDialog
      title={t('timeLimit.title', { alias: ticket.alias, number: ticket.number })}
      explain={t('timeLimit.explain')}
      confirm={t('timeLimit.confirm')}
      action={extend}
      onConfirm={() => extend.mutate({ minutes: Number(minutes) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <ChoiceGroup
        label={t('timeLimit.howLong')}
        value={minutes}
        isInRow
        isFirst
        choices={choices.map((value) => ({ value, name: t('timeLimit.minutes', { minutes: value }) }))}
        onChange={setMinutes}
      />
    </ActionDialog>
  );
}
