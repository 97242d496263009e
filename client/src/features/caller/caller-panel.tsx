import { type JSX, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTicketOfRoom } from '../../shared/live/use-talk-room.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { OpeningChange } from '../../shared/ui/opening-change.js';
import { OpeningMark } from '../../shared/ui/opening-mark.js';
import { useAccountName } from '../../shared/ui/ticket-line.js';
import styles from './caller-panel.module.css';
import { NotesSection } from './notes-section.js';
import { PastSection } from './past-section.js';

interface CallerPanelProps {
  ticketId: string;
  accounts: readonly AccountView[];
  /** On smaller screens the panel lies over the talk room, when asked for. */
  isOver: boolean;
  onClose: () => void;
  /** What stands below the facts. */
  below: (ticket: TicketSummary) => ReactNode;
  onOpenPast: (ticketId: string) => void;
}

export function CallerPanel({
  ticketId,
  accounts,
  isOver,
  onClose,
  below,
  onOpenPast,
}: CallerPanelProps): JSX.Element | null {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  useFocusWhileOver(panel, isOver);
  const ticket = useTicketOfRoom(ticketId);
  // The talk beside it says so.
  if (ticket?.erased === true) return null;
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={classNames(styles.panel, isOver && styles.over)}
      aria-label={t('caller.region')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={styles.head}>
        <h2 className={styles.heading}>{t('caller.region')}</h2>
        <Button
          look="plain"
          size="icon"
          className={styles.close ?? ''}
          aria-label={t('common.close')}
          onPress={onClose}
        >
          <Icon name="close" />
        </Button>
      </div>
      {ticket !== undefined && (
        <>
          <Facts ticket={ticket} accounts={accounts} />
          {below(ticket)}
          <NotesSection ticketId={ticketId} />
          <PastSection ticket={ticket} onOpen={onOpenPast} />
        </>
      )}
    </aside>
  );
}

/** The keyboard goes where the eyes go, and back again. */
function useFocusWhileOver(panel: RefObject<HTMLElement | null>, isOver: boolean): void {
  useEffect(() => {
    if (!isOver) return undefined;
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [panel, isOver]);
}

interface FactsProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
}

function Facts({ ticket, accounts }: FactsProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const time = (instant: string): JSX.Element => (
    <time dateTime={instant}>{dayAndTime(instant, language)}</time>
  );
  return (
    <dl className={styles.facts}>
      <Fact name={t('caller.alias')} hint={t('caller.aliasHint')}>
        {ticket.alias}
      </Fact>
      <Fact
        name={t('caller.ticket')}
        hint={ticket.followUp === null ? undefined : t(`followUp.reason.${ticket.followUp.reason}`)}
      >
        {t('ticket.number', { number: ticket.number })}
        <span className={styles.state}> {t(`caller.state.${ticket.state}`)}</span>
      </Fact>
      <Fact name={t('caller.assigned')}>{ticket.assignedTo?.displayName ?? t('caller.nobody')}</Fact>
      <Fact name={t('caller.opened')} hint={ticket.carriedOver ? t('caller.carriedOver') : undefined}>
        {time(ticket.openedAt)}
      </Fact>
      {ticket.takenAt !== null && <Fact name={t('caller.taken')}>{time(ticket.takenAt)}</Fact>}
      {ticket.closedAt !== null && <Fact name={t('caller.closed')}>{time(ticket.closedAt)}</Fact>}
      <Fact name={t('caller.inbound')}>{t('ticket.messages', { count: ticket.inboundCount })}</Fact>
      <AccountFact ticket={ticket} accounts={accounts} />
      {ticket.state !== 'closed' && (
        <Fact name={t('caller.delivery')}>
          {ticket.callerReachable && !ticket.inStandby ? (
            t('caller.reachable')
          ) : (
            <span className={styles.danger}>
              {t(ticket.callerReachable ? 'caller.standby' : 'caller.blocked')}
            </span>
          )}
        </Fact>
      )}
    </dl>
  );
}

function AccountFact({ ticket, accounts }: FactsProps): JSX.Element {
  const { t } = useTranslation();
  const account = accounts.find(({ id }) => id === ticket.accountId);
  const isEnding = account !== undefined && account.opening.state !== 'open' && ticket.state === 'active';
  return (
    <Fact name={t('caller.account')} hint={isEnding ? t('caller.inConversation') : undefined}>
      {useAccountName(accounts, ticket)}
      {account !== undefined && (
        <span className={styles.opening}>
          <OpeningMark state={account.opening.state} />
          <OpeningChange opening={account.opening} />
        </span>
      )}
    </Fact>
  );
}

interface FactProps {
  name: string;
  hint?: string | undefined;
  children: ReactNode;
}

function Fact({ name, hint, children }: FactProps): JSX.Element {
  return (
    <div>
      <dt className={styles.name}>{name}</dt>
      <dd>
        <div className={styles.value}>{children}</div>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </dd>
    </div>
  );
}
