import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type TicketSummary } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import styles from './debrief.module.css';
import { useAsk } from './debriefs.js';
import { WordField } from './word-field.js';

/** At the end of a consultation: asked for by a press, or not at all. It is said at once, whether it is ended or not. */
export function DebriefAfter({ ticket }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const ask = useAsk();
  const [isOpen, setIsOpen] = useState(false);
  const [word, setWord] = useState('');
  if (ask.isSuccess)
    return (
      <Notice tone="plain" role="status" icon="check">
        {t('debrief.sent')}
      </Notice>
    );
  if (!isOpen) {
    return (
      <p className={styles.after}>
        {t('debrief.afterClose')}
        <Button look="plain" size="small" onPress={() => setIsOpen(true)}>
          {t('debrief.ask')}
        </Button>
      </p>
    );
  }
  return (
    <div className={styles.form}>
      <p className={styles.hint}>{t('debrief.explain')}</p>
      <WordField value={word} onChange={setWord} />
      {ask.isError && (
        <Notice tone="danger" role="alert">
          {errorMessage(ask.error)}
        </Notice>
      )}
      <Button
        look="soft"
        isPending={ask.isPending}
        onPress={() => ask.mutate({ accountId: ticket.accountId, ticketId: ticket.id, word })}
      >
        {t('debrief.send')}
      </Button>
    </div>
  );
}
