import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type Handover, type TicketSummary } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTargetName } from '../../shared/ui/target-name.js';
import { useHandovers } from './api/handovers.js';
import styles from './handover-notes.module.css';
import { Refusal } from './transfer-dialog.js';

interface HandoverNotesProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
}

/** What colleagues wrote when they handed this ticket over: it stays readable for whoever looks after the caller. */
export function HandoverNotes({ ticket, accounts }: HandoverNotesProps): JSX.Element | null {
  const { t } = useTranslation();
  const { data, error } = useHandovers(ticket);
  if (error !== null) return <Refusal error={error} />;
  if (data === undefined || data.handovers.length === 0) return null;
  return (
    <section className={styles.notes} aria-labelledby="handovers-heading">
      <h3 id="handovers-heading" className={styles.heading}>
        {t('handover.heading')}
      </h3>
      <ol className={styles.list}>
        {data.handovers.map((handover) => (
          <Entry key={handover.id} handover={handover} accounts={accounts} />
        ))}
      </ol>
    </section>
  );
}

interface EntryProps {
  handover: Handover;
  accounts: readonly AccountView[];
}

function Entry({ handover, accounts }: EntryProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const targetName = useTargetName(accounts);
  const nowhere = t(handover.kind === 'close' ? 'handover.toEnd' : 'handover.toLine');
  const to = handover.to === null ? nowhere : targetName(handover.to);
  return (
    <li className={styles.entry}>
      <p className={styles.path}>{t('handover.path', { from: handover.from.displayName, to })}</p>
      <p className={styles.note}>{handover.note ?? t('handover.erased')}</p>
      <p className={styles.second}>
        <time dateTime={handover.at}>{dayAndTime(handover.at, language)}</time>
        <span>{useOutcome(handover)}</span>
      </p>
      {handover.declineReason !== null && (
        <p className={styles.second}>{t('transfer.reason', { reason: handover.declineReason })}</p>
      )}
    </li>
  );
}

function useOutcome({ state, kind, movedBy, answeredBy }: Handover): string {
  const { t } = useTranslation();
  if (movedBy !== null) return t(`handover.moved.${kind}`, { name: movedBy.displayName });
  if (state === 'accepted' || state === 'declined') {
    return answeredBy === null
      ? t('handover.state.ended')
      : t(`handover.state.${state}`, { name: answeredBy.displayName });
  }
  return t(`handover.state.${state}`);
}
