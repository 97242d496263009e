import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditChoices, type DisclosureView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useAccounts, useLedger } from './api.js';
import styles from './disclosures.module.css';
import { FileDialog, FileSteps, useFileObstacle } from './file.js';
import { ApproveDialog, EndDialog } from './step-dialogs.js';

/** Each request for what somebody said, and what became of it. */
interface LedgerProps {
  staffId: string;
  /** Who only reads it decides nothing. */
  mayDecide: boolean;
}

export function Ledger({ staffId, mayDecide }: LedgerProps): JSX.Element {
  const { t } = useTranslation();
  const ledger = useLedger();
  const choices = useAccounts();
  if (ledger.data === undefined) return <LoadState query={ledger} />;
  if (choices.data === undefined) return <LoadState query={choices} />;
  const { disclosures } = ledger.data;
  return (
    <>
      <p className={styles.explain}>{t('disclosure.explain')}</p>
      {disclosures.length === 0 ? (
        <EmptyState title={t('disclosure.none')} detail={t('disclosure.noneDetail')} />
      ) : (
        <ul className={styles.cards} aria-label={t('disclosure.heading')}>
          {disclosures.map((disclosure) => (
            <DisclosureCard
              key={disclosure.id}
              disclosure={disclosure}
              accounts={choices.data.accounts}
              staffId={staffId}
              mayDecide={mayDecide}
            />
          ))}
        </ul>
      )}
    </>
  );
}

const tones = {
  recorded: 'amber',
  'first-approval': 'amber',
  approved: 'accent',
  given: 'plain',
  refused: 'plain',
} as const;

interface CardProps {
  disclosure: DisclosureView;
  accounts: AuditChoices['accounts'];
  staffId: string;
  mayDecide: boolean;
}

function DisclosureCard({ disclosure, accounts, staffId, mayDecide }: CardProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, asker, asked, askerKind, basis, receivedAt, ticket, accountId } = disclosure;
  const account = accounts.find(({ id }) => id === accountId)?.name[language] ?? accountId;
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h2 className={styles.asker}>{asker ?? t('disclosure.gone')}</h2>
        <Chip tone={tones[state]}>{t(`disclosure.state.${state}`)}</Chip>
      </div>
      <p className={styles.facts}>
        <span>{t(`disclosure.askerKind.${askerKind}`)}</span>
        <span>{t(`disclosure.basis.${basis}`)}</span>
        <span>{t('disclosure.received', { time: dayAndTime(receivedAt, language) })}</span>
        <span>{ticket === null ? account : t('disclosure.about', { account, number: ticket.number })}</span>
      </p>
      <p className={styles.asked}>{asked ?? t('disclosure.gone')}</p>
      <Steps disclosure={disclosure} />
      {mayDecide && <Actions disclosure={disclosure} staffId={staffId} />}
    </li>
  );
}

/** Who did what with it, in order. */
function Steps({ disclosure }: { disclosure: DisclosureView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { recordedBy, approvals, ended, state, exports } = disclosure;
  const line = (
    step: 'recorded' | 'approved' | 'given' | 'refused',
    who: { displayName: string; at: string },
  ) => t(`disclosure.step.${step}`, { name: who.displayName, time: dayAndTime(who.at, language) });
  return (
    <ol className={styles.steps}>
      <li>{line('recorded', recordedBy)}</li>
      {approvals.map((approval) => (
        <li key={approval.id}>{line('approved', approval)}</li>
      ))}
      <FileSteps exports={exports} />
      {ended !== null && (
        <li>
          {line(state === 'given' ? 'given' : 'refused', ended)}
          <p className={styles.outcome}>{ended.words ?? t('disclosure.gone')}</p>
        </li>
      )}
    </ol>
  );
}

function Actions({
  disclosure,
  staffId,
}: {
  disclosure: DisclosureView;
  staffId: string;
}): JSX.Element | null {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'approve' | 'give' | 'refuse' | 'file' | null>(null);
  const { state, approvals, asker, exports } = disclosure;
  const obstacle = useFileObstacle(disclosure, staffId);
  if (state === 'given' || state === 'refused') return null;
  const close = (): void => setAsking(null);
  const hasApproved = approvals.some(({ id }) => id === staffId);
  const label = (action: string): string => t('disclosure.actionLabel', { action, name: asker ?? '' });
  return (
    <div className={styles.actions}>
      {state !== 'approved' && hasApproved && (
        <p className={styles.waits}>{t('disclosure.waitsForAnother')}</p>
      )}
      {state === 'approved' && obstacle !== null && <p className={styles.waits}>{obstacle}</p>}
      {exports.length === 0 && (
        <Button
          size="small"
          look="plain"
          aria-label={label(t('disclosure.refuse'))}
          onPress={() => setAsking('refuse')}
        >
          {t('disclosure.refuse')}
        </Button>
      )}
      {state !== 'approved' && !hasApproved && (
        <Button size="small" aria-label={label(t('disclosure.approve'))} onPress={() => setAsking('approve')}>
          {t('disclosure.approve')}
        </Button>
      )}
      {state === 'approved' && obstacle === null && (
        <Button
          size="small"
          look="primary"
          aria-label={label(t('disclosureFile.button'))}
          onPress={() => setAsking('file')}
        >
          {t('disclosureFile.button')}
        </Button>
      )}
      {state === 'approved' && (
        <Button size="small" aria-label={label(t('disclosure.give'))} onPress={() => setAsking('give')}>
          {t('disclosure.give')}
        </Button>
      )}
      {asking === 'file' && <FileDialog disclosure={disclosure} onClose={close} />}
      {asking === 'approve' && <ApproveDialog disclosure={disclosure} onClose={close} />}
      {asking === 'give' && <EndDialog disclosure={disclosure} way="give" onClose={close} />}
      {asking === 'refuse' && <EndDialog disclosure={disclosure} way="refuse" onClose={close} />}
    </div>
  );
}
