import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { supervises } from '../../shared/session/rights.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './tools.module.css';
import { WordsField } from './words-field.js';

interface ConsultButtonProps {
  ticket: TicketSummary;
  session: SessionView;
}

/** In the head of one's own talk: calls a supervisor, with a word why. */
export function ConsultButton({ ticket, session }: ConsultButtonProps): JSX.Element | null {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [why, setWhy] = useState('');
  const ask = useTicketAction(ticket.id, 'consult');
  const { alias, number } = ticket;
  const isMine = ticket.state === 'active' && ticket.assignedTo?.id === session.staff.id;
  const mayAsk = isMine && !supervises(session, ticket.accountId) && ticket.supervision?.consult === null;
  if (!mayAsk && !isOpen) return null;
  const close = (): void => {
    setIsOpen(false);
    setWhy('');
  };
  return (
    <>
      {mayAsk && (
        <Button
          size="small"
          className={styles.tool ?? ''}
          aria-label={t('consult.askLabel', { alias, number })}
          onPress={() => setIsOpen(true)}
        >
          <Icon name="hand" size={16} />
          <span className={styles.word}>{t('consult.ask')}</span>
        </Button>
      )}
      {isOpen && (
        <ActionDialog
          title={t('consult.title')}
          explain={t('consult.explain')}
          confirm={t('consult.confirm')}
          action={ask}
          onConfirm={() => ask.mutate({ why: why.trim() }, { onSuccess: close })}
          onClose={close}
        >
          <WordsField
            label={t('consult.why')}
            hint={t('consult.whyHint')}
            missing={t('reasonField.missing')}
            limit={500}
            value={why}
            onChange={setWhy}
          />
        </ActionDialog>
      )}
    </>
  );
}
