import { type JSX, type ReactNode, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AccountView,
  LONGEST_PAGE,
  type MessageView,
  type TalkRoomView,
  type TicketSummary,
} from '../../shared/contract.js';
import { useLoadEarlier, useTalkRoom } from '../../shared/live/use-talk-room.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { isEmptyDraft, putBack } from './composer/pending-reply.js';
import { useDraft } from './composer/use-draft.js';
import { IdleStrip } from './idle-strip.js';
import { Writing } from './composer/writing.js';
import { MessageList } from './message-list.js';
import { useOutbox } from './outbox-provider.js';
import { type OutgoingReply, useOutgoing } from './outgoing.js';
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
  /** What else can be done with the ticket. */
  toolsOf: (ticket: TicketSummary) => ReactNode;
  /** What must be known about it while one writes. */
  noticesOf: (ticket: TicketSummary) => ReactNode;
}

export function TalkRoom(props: TalkRoomProps): JSX.Element {
  const { t } = useTranslation();
  const room = useTalkRoom(props.ticketId);
  return (
    <section className={styles.room} aria-label={t('talk.region')}>
      {room.data === undefined ? <LoadState query={room} /> : <Talk {...props} room={room.data} />}
    </section>
  );
}

function Talk({ room, ...props }: TalkRoomProps & { room: TalkRoomView }): JSX.Element {
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
  const account = props.accounts.find(({ id }) => id === ticket.accountId);
  // What was taken back meanwhile can't be quoted any more.
  const quoted = messages.find(({ id, quotable }) => id === draft.quotes && quotable) ?? null;
  const isUnread = useQuotedLoaded(room, draft.quotes);
  const isMine = ticket.assignedTo?.id === staffId && props.isReadOnly !== true;

  return (
    <>
      <TalkHeader
        ticket={ticket}
        accounts={props.accounts}
        backAddress={props.backAddress}
        canClose={isMine && ticket.state === 'active'}
        hasDraft={!isEmptyDraft(draft)}
        hasUndelivered={outgoing.length > 0 || messages.some(({ delivery }) => delivery?.state === 'waiting')}
        onShowCaller={props.onShowCaller}
        tools={props.toolsOf(ticket)}
      />
      {props.noticesOf(ticket)}
      {ticket.idle !== null && ticket.state === 'active' && <IdleStrip idle={ticket.idle} />}
      {!isMine && <ReadOnlyBanner room={room} />}
      <MessageList
        ticket={ticket}
        staffId={staffId}
        messages={messages}
        hasEarlier={room.hasEarlier}
        outgoing={outgoing}
        isMine={isMine}
        onQuote={quote}
        onResend={sendNow}
        onDiscard={takeBack}
      />
      <Writing
        ticket={ticket}
        staffId={staffId}
        handle={quoted === null && !isUnread ? { ...handle, draft: { ...draft, quotes: null } } : handle}
        quoted={quoted}
        isMine={isMine}
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
    <p className={styles.readOnly} role="note">
      <strong>{t('talk.readOnly')}</strong>{' '}
      {assignedTo === null
        ? t('talk.readOnlyWaiting')
        : t('talk.readOnlyDetail', { name: assignedTo.displayName })}
    </p>
  );
}
