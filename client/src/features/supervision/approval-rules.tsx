import { type JSX, useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTranslation } from 'react-i18next';
import {
  type ApprovalRule,
  type DeskView,
  type SessionView,
  type TicketSummary,
} from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { supervises } from '../../shared/session/rights.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import rows from '../../shared/ui/rows.module.css';
import { useApprovalRules, useEndRule, useSetRule } from './api/rules.js';
import styles from './rules.module.css';
import dialogStyles from './supervise-dialog.module.css';

interface ApprovalRulesProps {
  desk: DeskView;
  session: SessionView;
}

/** On the board: whose replies are looked at before they leave, and why. */
export function ApprovalRules({ desk, session }: ApprovalRulesProps): JSX.Element {
  const { t } = useTranslation();
  const rules = useApprovalRules();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section aria-labelledby="approval-rules">
      <div className={styles.head}>
        <h2 className={styles.heading} id="approval-rules">
          {t('approval.rules.heading')}
        </h2>
        <Button size="small" onPress={() => setIsAdding(true)}>
          {t('approval.rules.add')}
        </Button>
      </div>
      <p className={styles.hint}>{t('approval.rules.hint')}</p>
      {rules.data === undefined ? (
        <LoadState query={rules} />
      ) : (
        <>
          {rules.data.rules.length === 0 && <p className={rows.empty}>{t('approval.rules.empty')}</p>}
          <ul className={rows.list}>
            {rules.data.rules.map((rule) => (
              <Rule key={rule.id} rule={rule} desk={desk} />
            ))}
          </ul>
        </>
      )}
      {isAdding && <AddDialog desk={desk} session={session} onClose={() => setIsAdding(false)} />}
    </section>
  );
}

function Rule({ rule, desk }: { rule: ApprovalRule; desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isEnding, setIsEnding] = useState(false);
  const ticket = [...desk.others, ...desk.mine, ...desk.waiting].find(({ id }) => id === rule.ticketId);
  const whose =
    rule.counselor === null
      ? ticket === undefined
        ? t('approval.rules.ticket')
        : `${ticket.alias} ${t('ticket.number', { number: ticket.number })}`
      : t('approval.rules.counselor', { name: rule.counselor.displayName });
  return (
    <li className={rows.row}>
      <div className={styles.who}>
        <p className={styles.whose}>{whose}</p>
        <p className={styles.account}>
          <AccountName desk={desk} accountId={rule.accountId} />
        </p>
      </div>
      <div className={styles.why}>
        <p className={styles.reason}>{rule.reason ?? t('move.erased')}</p>
        <p className={styles.account}>
          {t('approval.rules.by', { name: rule.setBy, time: dayAndTime(rule.setAt, language) })}
        </p>
      </div>
      <Button
        size="small"
        aria-label={t('approval.rules.endLabel', { whose })}
        onPress={() => setIsEnding(true)}
      >
        {t('approval.rules.end')}
      </Button>
      {isEnding && <EndRuleDialog ruleId={rule.id} onClose={() => setIsEnding(false)} />}
    </li>
  );
}

export function EndRuleDialog({ ruleId, onClose }: { ruleId: string; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const end = useEndRule(ruleId);
  return (
    <ActionDialog
      title={t('approval.rules.endTitle')}
      explain={t('approval.rules.endExplain')}
      confirm={t('approval.rules.endConfirm')}
      action={end}
      onConfirm={() => end.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** From a ticket's own menu. */
export function TicketRuleDialog({
  ticket,
  onClose,
}: {
  ticket: TicketSummary;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const set = useSetRule();
  return (
    <ActionDialog
      title={t('approval.rules.addTitle')}
      explain={t('approval.rules.ticketExplain')}
      confirm={t('approval.rules.addConfirm')}
      action={set}
      onConfirm={() =>
        set.mutate({ kind: 'ticket', ticketId: ticket.id, reason: reason.trim() }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} isFirst />
    </ActionDialog>
  );
}

/** Ends the rule of a ticket, whichever it is. */
export function EndTicketRuleDialog({
  ticket,
  onClose,
}: {
  ticket: TicketSummary;
  onClose: () => void;
}): JSX.Element | null {
  const rules = useApprovalRules();
  const rule = rules.data?.rules.find(({ ticketId }) => ticketId === ticket.id);
  return rule === undefined ? null : <EndRuleDialog ruleId={rule.id} onClose={onClose} />;
}

interface AddDialogProps extends ApprovalRulesProps {
  onClose: () => void;
}

function AddDialog({ desk, session, onClose }: AddDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const set = useSetRule();
  const choices = desk.counselors.flatMap((counselor) =>
    counselor.counselsAccountIds.flatMap((accountId) =>
      supervises(session, accountId) && !counselor.approvalAccountIds.includes(accountId)
        ? [{ key: `${counselor.staffId} ${accountId}`, counselor, accountId }]
        : [],
    ),
  );
  const choice = choices.find(({ key }) => key === chosen);
  return (
    <ActionDialog
      title={t('approval.rules.addTitle')}
      explain={t('approval.rules.addExplain')}
      confirm={t('approval.rules.addConfirm')}
      action={set}
      isDisabled={choice === undefined}
      onConfirm={() => {
        if (choice === undefined) return;
        const { accountId, counselor } = choice;
        const { staffId } = counselor;
        set.mutate({ kind: 'counselor', accountId, staffId, reason: reason.trim() }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <RadioGroup className={dialogStyles.people ?? ''} value={chosen} onChange={setChosen}>
        <Label className={dialogStyles.label ?? ''}>{t('approval.rules.whom')}</Label>
        <div className={dialogStyles.scroll}>
          {choices.map(({ key, counselor, accountId }) => (
            <Radio key={key} value={key} className={dialogStyles.choice ?? ''}>
              <span className={dialogStyles.dot} aria-hidden="true" />
              <span className={dialogStyles.name}>{counselor.displayName}</span>
              <AccountName desk={desk} accountId={accountId} />
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  );
}

function AccountName({ desk, accountId }: { desk: DeskView; accountId: string }): JSX.Element {
  const language = useLanguage();
  const account = desk.accounts.find(({ id }) => id === accountId);
  return <span className={styles.account}>{account?.name[language] ?? accountId}</span>;
}
