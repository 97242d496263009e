import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { Link } from '../../shared/navigation/link.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useAccountName } from '../../shared/ui/ticket-line.js';
import { UnansweredMark } from '../../shared/ui/unanswered-mark.js';
import { CloseDialog } from './close-dialog.js';
import styles from './talk-header.module.css';

interface TalkHeaderProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
  backAddress: string;
  canClose: boolean;
  newestWord: string | null;
  hasDraft: boolean;
  hasUndelivered: boolean;
  onShowCaller: (() => void) | undefined;
  tools: ReactNode;
  afterClosing: ReactNode;
}

export function TalkHeader(props: TalkHeaderProps): JSX.Element {
  const {
    ticket,
    accounts,
    backAddress,
    canClose,
    newestWord,
    hasDraft,
    hasUndelivered,
    onShowCaller,
    tools,
    afterClosing,
  } = props;
  const { t } = useTranslation();
  const accountName = useAccountName(accounts, ticket);
  return (
    <header className={styles.header}>
      <Link href={backAddress} className={styles.back} aria-label={t('talk.backToLists')}>
        <Icon name="back" size={20} />
      </Link>
      <div className={styles.who}>
        <h2 className={styles.alias}>
          <span className={styles.name}>{ticket.alias}</span>
          <span className={styles.number}>{t('ticket.number', { number: ticket.number })}</span>
        </h2>
        <p className={styles.second}>
          <span className={styles.account} title={accountName}>
            {accountName}
          </span>
          {ticket.state === 'active' && <UnansweredMark since={ticket.unansweredSince} />}
        </p>
      </div>
      {tools}
      {onShowCaller !== undefined && (
        <Button
          look="plain"
          size="icon"
          className={styles.callerButton ?? ''}
          aria-label={t('talk.showCaller')}
          onPress={onShowCaller}
        >
          <Icon name="person" size={20} />
        </Button>
      )}
      {canClose && (
        <CloseDialog
          ticket={ticket}
          newestWord={newestWord}
          hasDraft={hasDraft}
          hasUndelivered={hasUndelivered}
          after={afterClosing}
        />
      )}
    </header>
  );
}
