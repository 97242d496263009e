import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Risk, riskLevels, type RiskRequest, type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { RiskMark } from '../../shared/ui/risk-mark.js';
import styles from './risk.module.css';
import { StandingHistory } from './standing-history.js';

interface RiskDialogProps {
  ticket: TicketSummary;
  /** What was said before is for whoever may read the ticket. */
  showsHistory: boolean;
  onClose: () => void;
}

/** Sets how much a person fears for the caller. The gravest stands first, since that one is in a hurry. */
export function RiskDialog({ ticket, showsHistory, onClose }: RiskDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [risk, setRisk] = useState<Risk>(ticket.risk);
  const [reason, setReason] = useState('');
  const mark = useTicketAction<RiskRequest>(ticket.id, 'risk');
  return (
    <ActionDialog
      title={t('risk.title', { alias: ticket.alias, number: ticket.number })}
      confirm={t('risk.save')}
      action={mark}
      onConfirm={() => mark.mutate({ risk, reason: reason.trim() }, { onSuccess: onClose })}
      onClose={onClose}
      below={
        showsHistory && (
          <section className={styles.below}>
            <h3 className={styles.heading}>{t('risk.history')}</h3>
            <StandingHistory ticketId={ticket.id} />
          </section>
        )
      }
    >
      <ChoiceGroup
        label={t('risk.label')}
        value={risk}
        isFirst
        choices={riskLevels.toReversed().map((level) => ({
          value: level,
          name: <RiskMark risk={level} isAlone={false} />,
          hint: t(`risk.hint.${level}`),
        }))}
        onChange={setRisk}
      />
      <ReasonField value={reason} onChange={setReason} hint={t('risk.reasonHint')} />
    </ActionDialog>
  );
}
