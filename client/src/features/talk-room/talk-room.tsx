import { type JSX, type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AccountView,
  type MessageView,
  type TalkRoomView,
  type TicketSummary,
} from '../../shared/contract.js';
import { useTalkRoom } from '../../shared/live/use-talk-room.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useSendReply } from './api/send-reply.js';
import { Composer } from './composer/composer.js';
import { isEmptyDraft, putBack } from './composer/pending-reply.js';
import { useDraft } from './composer/use-draft.js';
import { IdleStrip } from './idle-strip.js';
import { MessageList } from './message-list.js';
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
  const { outgoing, send, resend, discard } = useSendReply(staffId, ticketId);
  const [draft, setDraft] = useDraft(staffId, ticketId);
  const quote = useCallback(
    ({ id }: MessageView) => setDraft((before) => ({ ...before, quotes: id })),
    [setDraft],
  );
  // What was taken back meanwhile can't be quoted any more.
  const quoted = messages.find(({ id, quotable }) => id === draft.quotes && quotable) ?? null;
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
        onResend={resend}
        onDiscard={(reply) => {
          discard(reply);
          setDraft((before) => putBack(before, reply));
        }}
      />
      {isMine && (
        <Composer
          ticket={ticket}
          staffId={staffId}
          draft={quoted === null ? { ...draft, quotes: null } : draft}
          quoted={quoted}
          onDraft={setDraft}
          onSend={send}
        />
      )}
    </>
  );
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
