import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { mayRead } from '../../shared/session/rights.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useOpenIncident } from './api/incidents.js';
import styles from './emergency-button.module.css';

interface EmergencyButtonProps {
  ticket: TicketSummary;
  session: SessionView;
  onOpened: (ticketId: string) => void;
}

/** In the head of every talk, for its counselor and for supervisors: one press away, and asked about once. */
export function EmergencyButton({ ticket, session, onOpened }: EmergencyButtonProps): JSX.Element | null {
  const { t } = useTranslation();
  const [isAsked, setIsAsked] = useState(false);
  if (!mayRead(session, ticket) || ticket.incident !== null) return null;
  return (
    <>
      <Button
        size="small"
        className={styles.button ?? ''}
        aria-label={t('emergency.start')}
        onPress={() => setIsAsked(true)}
      >
        <Icon name="alert" size={16} />
        <span className={styles.word}>{t('emergency.button')}</span>
      </Button>
      {isAsked && (
        <StartDialog
          ticket={ticket}
          onClose={() => setIsAsked(false)}
          onOpened={() => {
            setIsAsked(false);
            onOpened(ticket.id);
          }}
        />
      )}
    </>
  );
}

interface StartDialogProps {
  ticket: TicketSummary;
  onClose: () => void;
  onOpened: () => void;
}

function StartDialog({ ticket, onClose, onOpened }: StartDialogProps): JSX.Element {
  const { t } = useTranslation();
  const [situation, setSituation] = useState('');
  const open = useOpenIncident(ticket.id);
  const words = situation.trim();
  return (
    <ActionDialog
      title={t('emergency.startTitle', { alias: ticket.alias, number: ticket.number })}
      explain={
        <>
          <p>{t('emergency.startExplain')}</p>
          <p>{t('emergency.promise')}</p>
        </>
      }
      confirm={t('emergency.startConfirm')}
      look="danger"
      action={open}
      onConfirm={() =>
        // Its event takes this button from the screen, often before the answer comes: its own callbacks would go with it.
        void open.mutateAsync({ situation: words === '' ? null : words }).then(onOpened, () => undefined)
      }
      onClose={onClose}
    >
      <WordsField
        label={t('emergency.situation')}
        value={situation}
        onChange={setSituation}
        longest={500}
        rows={2}
        isFirst
      />
    </ActionDialog>
  );
}
