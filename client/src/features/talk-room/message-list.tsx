import { type JSX, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView, type TicketSummary } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { DayRow, HappeningRow } from './centred-rows.js';
import styles from './message-list.module.css';
import { ImagesRow, MessageRow } from './message-row.js';
import { type OutgoingReply } from './outgoing.js';
import { OutgoingRow } from './outgoing-row.js';
import { buildRows, type Row } from './rows.js';
import { elementId, TalkContext, type TalkContextValue } from './talk-context.js';
import { useShownMessages } from './use-shown-messages.js';
import { useStayAtBottom } from './use-stay-at-bottom.js';

interface MessageListProps {
  ticket: TicketSummary;
  staffId: string;
  messages: readonly MessageView[];
  outgoing: readonly OutgoingReply[];
  /** It is this person's ticket: what is on the screen counts as shown, and may be answered. */
  isMine: boolean;
  onQuote: (message: MessageView) => void;
  onResend: (reply: OutgoingReply) => void;
  onDiscard: (reply: OutgoingReply) => void;
}

export function MessageList(props: MessageListProps): JSX.Element {
  const { ticket, staffId, messages, outgoing, isMine, onQuote, onResend, onDiscard } = props;
  const { t } = useTranslation();
  const rows = useMemo(() => buildRows(messages, outgoing), [messages, outgoing]);
  const inbound = messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null;
  const { scroller, content, hasNew, toBottom } = useStayAtBottom(inbound, outgoing.at(-1)?.clientId ?? null);
  const watch = useShownMessages(ticket.id, scroller, isMine);

  const [marked, goTo] = useMarked();
  const ids = useMemo(() => new Set(messages.map(({ id }) => id)), [messages]);
  const canReply = isMine && ticket.state === 'active';
  const talk = useMemo<TalkContextValue>(
    () => ({
      ticketId: ticket.id,
      staffId,
      canReply,
      canResendAutomatic: ticket.state !== 'closed',
      callerReachable: ticket.callerReachable && !ticket.inStandby,
      watch,
      has: (id) => ids.has(id),
      goTo,
      quote: onQuote,
      marked,
    }),
    [
      ticket.id,
      ticket.state,
      ticket.callerReachable,
      ticket.inStandby,
      staffId,
      canReply,
      watch,
      ids,
      goTo,
      onQuote,
      marked,
    ],
  );

  const render = (row: Row): JSX.Element => {
    switch (row.type) {
      case 'day':
        return <DayRow key={row.key} instant={row.instant} />;
      case 'event':
        return <HappeningRow key={row.key} message={row.message} />;
      case 'message':
        return (
          <MessageRow
            key={row.key}
            message={row.message}
            isFirst={row.isFirst}
            isLastOfReply={row.isLastOfReply}
          />
        );
      case 'images':
        return <ImagesRow key={row.key} messages={row.messages} isFirst={row.isFirst} />;
      case 'outgoing':
        return <OutgoingRow key={row.key} reply={row.reply} onResend={onResend} onDiscard={onDiscard} />;
    }
  };

  return (
    <div className={styles.frame}>
      <div
        className={styles.scroller}
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label={t('talk.messages')}
      >
        {rows.length === 0 && <p className={styles.empty}>{t('talk.empty')}</p>}
        <ol className={styles.list} ref={content}>
          <TalkContext value={talk}>{rows.map(render)}</TalkContext>
        </ol>
      </div>
      {hasNew && (
        <Button look="primary" size="small" className={styles.newer ?? ''} onPress={toBottom}>
          <Icon name="down" size={16} />
          {t('talk.newMessages')}
        </Button>
      )}
    </div>
  );
}

/** How long a message that was gone to stands out. */
const markedMs = 2000;

/** The message that was just gone to, and how to go to one. */
function useMarked(): [string | null, (messageId: string) => void] {
  const [marked, setMarked] = useState<string | null>(null);
  useEffect(() => {
    if (marked === null) return undefined;
    const timer = setTimeout(() => setMarked(null), markedMs);
    return () => clearTimeout(timer);
  }, [marked]);
  const goTo = useCallback((messageId: string) => {
    const element = document.getElementById(elementId(messageId));
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
    setMarked(messageId);
  }, []);
  return [marked, goTo];
}
