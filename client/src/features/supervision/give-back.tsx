import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary, type TicketSupervision } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Bar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './strips.module.css';
import { WordsField } from './words-field.js';

interface GiveBackProps {
  ticket: TicketSummary;
  from: NonNullable<TicketSupervision['takenOver']>;
}

/** A supervisor stands in for a counselor: until they give it back, never without a summary. */
export function GiveBack({ ticket, from: { counselor, at } }: GiveBackProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const [summary, setSummary] = useState('');
  const giveBack = useTicketAction(ticket.id, 'give-back');
  const name = counselor.displayName;
  return (
    <Bar kind="stand-in">
      <div className={classNames(styles.strip, styles.accent)}>
        <Icon name="handOver" size={16} />
        <p className={styles.words}>{t('takeOver.strip', { name, time: clockTime(at, language) })}</p>
        <Button size="small" onPress={() => setIsOpen(true)}>
          {t('takeOver.back', { name })}
        </Button>
        {isOpen && (
          <ActionDialog
            title={t('takeOver.backTitle', { name })}
            explain={t('takeOver.backExplain', { name })}
            confirm={t('takeOver.backConfirm')}
            action={giveBack}
            onConfirm={() =>
              giveBack.mutate({ summary: summary.trim() }, { onSuccess: () => setIsOpen(false) })
            }
            onClose={() => setIsOpen(false)}
          >
            <WordsField
              label={t('takeOver.summary')}
              hint={t('takeOver.summaryHint')}
              missing={t('takeOver.summaryMissing', { name })}
              limit={2000}
              rows={5}
              value={summary}
              onChange={setSummary}
            />
          </ActionDialog>
        )}
      </div>
    </Bar>
  );
}
