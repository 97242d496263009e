import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TalkRoomView } from '../../shared/contract.js';
import { useTalkRoom } from '../../shared/live/use-talk-room.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useSendReply } from './api/send-reply.js';
import { Composer } from './composer.js';
import { MessageList } from './message-list.js';
import { wordsOf } from './outgoing.js';
import { TalkHeader } from './talk-header.js';
import styles from './talk-room.module.css';
import { useDraft } from './use-draft.js';

interface TalkRoomProps {
  ticketId: string;
  staffId: string;
  accounts: readonly AccountView[];
  backAddress: string;
  /** A look without a hand in it: nothing can be sent, and nothing counts as shown. */
  isReadOnly?: boolean;
  onShowCaller?: () => void;
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
  const isMine = ticket.assignedTo?.id === staffId && props.isReadOnly !== true;

  return (
    <>
      <TalkHeader
        ticket={ticket}
        accounts={props.accounts}
        backAddress={props.backAddress}
        canClose={isMine && ticket.state === 'active'}
        hasDraft={draft.trim() !== ''}
        hasUndelivered={outgoing.length > 0 || messages.some(({ delivery }) => delivery?.state === 'waiting')}
        onShowCaller={props.onShowCaller}
      />
      {!isMine && <ReadOnlyBanner room={room} />}
      <MessageList
        ticketId={ticketId}
        staffId={staffId}
        messages={messages}
        outgoing={outgoing}
        reportsShown={isMine}
        onResend={resend}
        onDiscard={(reply) => {
          discard(reply);
          setDraft(draft === '' ? wordsOf(reply) : `${draft}\n${wordsOf(reply)}`);
        }}
      />
      {isMine && (
        <Composer
          ticket={ticket}
          draft={draft}
          onDraft={setDraft}
          onSend={(text) => send({ bubbles: [{ kind: 'text', text }] })}
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
