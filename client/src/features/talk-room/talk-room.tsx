import { type JSX, type ReactNode, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AccountView,
  type HeldReply,
  LONGEST_PAGE,
  type MessageView,
  type TalkRoomView,
  type TicketSummary,
} from '../../shared/contract.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { useHere } from '../../shared/live/use-talk-people.js';
import { useLoadEarlier, useTalkRoom } from '../../shared/live/use-talk-room.js';
import { BarStack, useBar } from '../../shared/ui/bar-stack.js';
import { ErasedTalk } from '../../shared/ui/erased-talk.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useHeldActions } from './api/held-replies.js';
import { isEmptyDraft, putBack } from './composer/pending-reply.js';
import { useDraft } from './composer/use-draft.js';
import { IdleStrip } from './idle-strip.js';
import { Writing } from './composer/writing.js';
import { MessageList } from './message-list.js';
import { useOutbox } from './outbox-provider.js';
import { type OutgoingReply, useOutgoing } from './outgoing.js';
import { type UseWords } from './talk-context.js';
import { TalkHeader } from './talk-header.js';
import styles from './talk-room.module.css';

interface TalkRoomProps {
  ticketId: string;
  staffId: string;
  accounts: readonly AccountView[];
  backAddress: string;
  /** A look without a hand in it: nothing can be sent, and nothing counts as shown. */
  isReadOnly?: boolean;
  onShowCaller?: () => void;
  /** Takes the words of a caller's message over to somewhere else. */
  onUse?: UseWords;
  /** What else can be done with the ticket. */
  toolsOf: (ticket: TicketSummary) => ReactNode;
  /** What is written to its caller is looked at by a supervisor before it leaves. */
  goesToReview: (ticket: TicketSummary) => boolean;
  /** What must be known about it while one writes. */
  noticesOf: (ticket: TicketSummary) => ReactNode;
  /** Where to write to the other side of the desk, for whom there is one. */
  whisperOf: (ticket: TicketSummary) => ReactNode;
  /** Replies that a supervisor has to look at, above where one writes. */
  reviewOf: (ticket: TicketSummary, held: readonly HeldReply[]) => ReactNode;
  /** What else to think of when a consultation ends. */
  afterClosing: (ticket: TicketSummary) => ReactNode;
}

export function TalkRoom(props: TalkRoomProps): JSX.Element {
  const { t } = useTranslation();
  const room = useTalkRoom(props.ticketId);
  const shown = (): JSX.Element => {
    if (room.data === undefined) return <LoadState query={room} />;
    const back = { address: props.backAddress, name: t('talk.backToLists') };
    return room.data.ticket.erased ? <ErasedTalk to={back} /> : <Talk {...props} room={room.data} />;
  };
  return (
    <section className={styles.room} aria-label={t('talk.region')}>
      {shown()}
    </section>
  );
}

function Talk({ room, ...props }: TalkRoomProps & { room: TalkRoomView }): JSX.Element {
  const { t } = useTranslation();
  const { staffId, ticketId } = props;
  const { ticket, messages } = room;
  const outbox = useOutbox();
  const outgoing = useOutgoing(staffId, ticketId);
  const handle = useDraft(staffId, ticketId, ticket.state !== 'closed');
  const { draft, change: setDraft } = handle;
  const quote = useCallback(
    ({ id }: MessageView) => setDraft((before) => ({ ...before, quotes: id })),
    [setDraft],
  );
  const sendNow = useCallback((reply: OutgoingReply) => outbox.sendNow(reply), [outbox]);
  const takeBack = useCallback(
    (reply: OutgoingReply) => {
      if (outbox.discard(reply)) setDraft((before) => putBack(before, reply));
    },
    [outbox, setDraft],
  );
  const undo = (): boolean => {
    const reply = outbox.takeBack(ticketId);
    if (reply !== null) setDraft((before) => putBack(before, reply));
    return reply !== null;
  };
  const last = messages.findLast(({ direction, quotable }) => direction === 'inbound' && quotable);
  const canQuote =
    props.isReadOnly !== true && ticket.assignedTo?.id === staffId && ticket.state === 'active';
  useCommands(
    canQuote
      ? [
          {
            id: 'quote-last',
            group: 'talk',
            name: t('command.quoteLast'),
            words: t('command.words.quoteLast'),
            icon: 'quote',
            shortcut: 'quoteLast',
            obstacle: last === undefined ? t('command.quoteNone') : undefined,
            run: () => last && quote(last),
          },
        ]
      : [],
  );
  const heldActions = useHeldActions(staffId, ticketId, setDraft);
  const account = props.accounts.find(({ id }) => id === ticket.accountId);
  // What was taken back meanwhile can't be quoted any more.
  const quoted = messages.find(({ id, quotable }) => id === draft.quotes && quotable) ?? null;
  const isUnread = useQuotedLoaded(room, draft.quotes);
  const isMine = ticket.assignedTo?.id === staffId && props.isReadOnly !== true;
  useHere(ticketId, isMine && ticket.state === 'active');

  return (
    <>
      <TalkHeader
        ticket={ticket}
        accounts={props.accounts}
        backAddress={props.backAddress}
        canClose={isMine && ticket.state === 'active'}
        newestWord={messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null}
        hasDraft={!isEmptyDraft(draft) || handle.other !== null}
        hasUndelivered={
          outgoing.length > 0 ||
          room.held.some(({ state }) => state === 'pending') ||
          messages.some(({ delivery }) => delivery?.state === 'waiting')
        }
        onShowCaller={props.onShowCaller}
        tools={props.toolsOf(ticket)}
        afterClosing={props.afterClosing(ticket)}
      />
      <BarStack label={t('bars.talk')}>
        {!isMine && <ReadOnlyBanner room={room} />}
        {props.noticesOf(ticket)}
        {ticket.idle !== null && ticket.state === 'active' && <IdleStrip idle={ticket.idle} />}
      </BarStack>
      <MessageList
        ticket={ticket}
        staffId={staffId}
        messages={messages}
        hasEarlier={room.hasEarlier}
        held={room.held}
        heldActions={heldActions}
        outgoing={outgoing}
        isMine={isMine}
        goesToReview={props.goesToReview(ticket)}
        onQuote={quote}
        onUse={props.onUse}
        onResend={sendNow}
        onDiscard={takeBack}
      />
      {props.reviewOf(ticket, room.held)}
      <Writing
        ticket={ticket}
        staffId={staffId}
        handle={quoted === null && !isUnread ? { ...handle, draft: { ...draft, quotes: null } } : handle}
        quoted={quoted}
        isMine={isMine}
        whisper={ticket.state === 'active' ? props.whisperOf(ticket) : null}
        onSend={(reply) => outbox.send(ticketId, reply, account?.undoSeconds ?? 0)}
        onUndo={undo}
      />
    </>
  );
}

/** A draft may quote what was said long before the end of the talk. @returns whether that is still to be loaded */
function useQuotedLoaded({ ticket, messages, hasEarlier }: TalkRoomView, quotes: string | null): boolean {
  const loadEarlier = useLoadEarlier(ticket.id);
  const isMissing = quotes !== null && hasEarlier && !messages.some(({ id }) => id === quotes);
  const [first] = messages;
  useEffect(() => {
    // It is only looked for: what can't be loaded now is asked for again with the next page.
    if (isMissing) loadEarlier(LONGEST_PAGE).catch(() => undefined);
  }, [isMissing, first?.id, loadEarlier]);
  return isMissing;
}

function ReadOnlyBanner({ room }: { room: TalkRoomView }): JSX.Element {
  const { t } = useTranslation();
  const { assignedTo } = room.ticket;
  return (
    <p className={styles.readOnly} role="note" {...useBar('looking-on')}>
      <strong>{t('talk.readOnly')}</strong>{' '}
      {assignedTo === null
        ? t('talk.readOnlyWaiting')
        : t('talk.readOnlyDetail', { name: assignedTo.displayName })}
    </p>
  );
}
