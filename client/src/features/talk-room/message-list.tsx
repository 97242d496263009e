import { type JSX, memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type HeldReply, type MessageView, type TicketSummary } from '../../shared/contract.js';
import { useCommandStore } from '../../shared/commands/use-commands.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useReportShown, useReportWhispers } from './api/shown.js';
import { useKeyboardLost } from '../../shared/ui/use-keyboard-to-next.js';
import { DayFinder } from './day-finder.js';
import { EarlierLine } from './earlier-line.js';
import styles from './message-list.module.css';
import { type OutgoingReply } from './outgoing.js';
import { type OutgoingActions } from './outgoing-row.js';
import { buildRows, messageOfRow, type Row } from './rows.js';
import { type HeldActions, TalkContext, type TalkContextValue, type UseWords } from './talk-context.js';
import { TalkRow } from './talk-row.js';
import { useEarlier } from './use-earlier.js';
import { useGoTo } from './use-go-to.js';
import { useLate } from './use-late.js';
import { useShownMessages } from './use-shown-messages.js';
import { type TalkVirtualizer, useTalkScroll } from './use-talk-scroll.js';

interface MessageListProps extends OutgoingActions {
  ticket: TicketSummary;
  /** The message to begin with, rather than the end. */
  startAt?: string | undefined;
  staffId: string;
  messages: readonly MessageView[];
  /** More was said before the first of them. */
  hasEarlier: boolean;
  /** Replies that wait for a supervisor, or came back. */
  held: readonly HeldReply[];
  heldActions: HeldActions;
  outgoing: readonly OutgoingReply[];
  /** It is this person's ticket: what is on the screen counts as shown, and may be answered. */
  isMine: boolean;
  /** What is written here is looked at by a supervisor before it leaves. */
  goesToReview: boolean;
  onQuote: (message: MessageView) => void;
  onUse?: UseWords | undefined;
}

export const MessageList = memo(function MessageList(props: MessageListProps): JSX.Element {
  const { ticket, staffId, messages, hasEarlier, held, heldActions, outgoing, isMine, goesToReview } = props;
  const { onQuote, onUse, onResend, onDiscard } = props;
  const { t } = useTranslation();
  const rows = useMemo(
    () => buildRows(messages, outgoing, hasEarlier, held),
    [messages, outgoing, hasEarlier, held],
  );
  const earlier = useEarlier(ticket.id);
  const scroll = useTalkScroll({
    rows,
    newestHeard: messages.findLast((message) => isHeard(message, staffId))?.id ?? null,
    own: outgoing,
    hasEarlier,
    onNearStart: earlier.more,
  });
  const { scroller, virtualizer, hasNew, isAtBottom, toBottom } = scroll;
  const commands = useCommandStore();
  // Words that were taken back are in the field, and whoever sent theirs at once writes on.
  useKeyboardLost(scroller, '[data-own-actions]', () => {
    if (!commands.run('reply')) scroller.current?.focus();
  });
  const watch = useShownMessages(scroller, useReportShown(ticket.id, isMine));
  const watchWhisper = useShownMessages(scroller, useReportWhispers(ticket, staffId, isMine));
  const loaded = useMemo(() => ({ messages, hasEarlier }), [messages, hasEarlier]);
  const { marked, toMessage, toInstant } = useGoTo({
    rows,
    talk: loaded,
    earlier,
    scroll,
    startAt: props.startAt,
  });
  const [late, forgetLate] = useLate(ticket.id, messages);
  const canReply = isMine && ticket.state === 'active';
  const talk = useMemo<TalkContextValue>(
    () => ({
      ticketId: ticket.id,
      staffId,
      canReply,
      canResendAutomatic: ticket.state !== 'closed',
      callerReachable: ticket.callerReachable && !ticket.inStandby,
      goesToReview,
      watch,
      watchWhisper,
      goTo: toMessage,
      quote: onQuote,
      use: onUse,
      held: isMine ? heldActions : null,
      marked,
    }),
    [
      ticket.id,
      ticket.state,
      ticket.callerReachable,
      ticket.inStandby,
      staffId,
      isMine,
      heldActions,
      canReply,
      goesToReview,
      watch,
      watchWhisper,
      toMessage,
      onQuote,
      onUse,
      marked,
    ],
  );
  const first = firstOnScreen(virtualizer, rows);

  return (
    <div className={styles.frame}>
      <div
        className={styles.scroller}
        ref={scroller}
        tabIndex={0}
        data-messages
        role="region"
        aria-label={t('talk.messages')}
      >
        {rows.length === 0 && <p className={styles.empty}>{t('talk.empty')}</p>}
        {hasEarlier && <EarlierLine earlier={earlier} />}
        <ol
          className={styles.list}
          role="feed"
          aria-busy={earlier.isLoading}
          aria-label={t('talk.messages')}
          style={{ height: virtualizer.getTotalSize() }}
        >
          <TalkContext value={talk}>
            {virtualizer.getVirtualItems().map(({ key, index, start }) => (
              <li
                key={key}
                ref={virtualizer.measureElement}
                className={styles.slot}
                role="article"
                aria-posinset={index + 1}
                aria-setsize={hasEarlier ? -1 : rows.length}
                data-index={index}
                style={{ top: start }}
              >
                <TalkRow row={rows[index] as Row} onResend={onResend} onDiscard={onDiscard} />
              </li>
            ))}
          </TalkContext>
        </ol>
      </div>
      {first !== null && (hasEarlier || !isAtBottom) && (
        <div className={styles.day}>
          <DayFinder ticketId={ticket.id} instant={first.occurredAt} onGoTo={toInstant} />
        </div>
      )}
      {late !== null && (
        <Button
          size="small"
          className={styles.late ?? ''}
          onPress={() => {
            toMessage(late);
            forgetLate();
          }}
        >
          <Icon name="clock" size={16} />
          {t('history.late')}
        </Button>
      )}
      {hasNew && (
        <Button look="primary" size="small" className={styles.newer ?? ''} onPress={toBottom}>
          <Icon name="down" size={16} />
          {t('talk.newMessages')}
        </Button>
      )}
      {!hasNew && !isAtBottom && <ToBottom onPress={toBottom} />}
    </div>
  );
});

function ToBottom({ onPress }: { onPress: () => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <Button
      size="icon"
      className={styles.toBottom ?? ''}
      aria-label={t('history.toBottom')}
      onPress={onPress}
    >
      <Icon name="down" />
    </Button>
  );
}

/** What somebody else says to the person. */
function isHeard({ direction, author }: MessageView, staffId: string): boolean {
  return direction === 'inbound' || (direction === 'whisper' && author?.id !== staffId);
}

/** The first message of which something is on the screen. */
function firstOnScreen(virtualizer: TalkVirtualizer, rows: readonly Row[]): MessageView | null {
  const top = virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0)?.index ?? 0;
  for (let index = top; index < rows.length; index += 1) {
    const message = messageOfRow(rows[index] as Row);
    if (message !== null) return message;
  }
  return null;
}
