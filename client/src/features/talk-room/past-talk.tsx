import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTalkRoom } from '../../shared/live/use-talk-room.js';
import { Button } from '../../shared/ui/button.js';
import { ErasedTalk } from '../../shared/ui/erased-talk.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Modal } from '../../shared/ui/modal.js';
import { MessageList } from './message-list.js';
import styles from './past-talk.module.css';

interface PastTalkProps {
  ticketId: string;
  staffId: string;
  /** The message to begin with; the end where there is none. */
  startAt?: string;
  onClose: () => void;
}

const nothing = (): void => undefined;
const noReplies: readonly never[] = [];
/** Nothing of it is the reader's to decide. */
const noActions = { rewrite: () => undefined, putAway: () => undefined };

/** An earlier consultation, to be read and nothing else. */
export function PastTalk({ ticketId, staffId, startAt, onClose }: PastTalkProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const room = useTalkRoom(ticketId);
  const ticket = room.data?.ticket;
  const shown = (): JSX.Element => {
    if (room.data === undefined) return <LoadState query={room} />;
    if (room.data.ticket.erased) return <ErasedTalk />;
    return (
      <MessageList
        ticket={room.data.ticket}
        startAt={startAt}
        staffId={staffId}
        messages={room.data.messages}
        hasEarlier={room.data.hasEarlier}
        held={room.data.held}
        heldActions={noActions}
        outgoing={noReplies}
        isMine={false}
        goesToReview={false}
        onQuote={nothing}
        onResend={nothing}
        onDiscard={nothing}
      />
    );
  };
  return (
    <Modal
      isOpen
      isWide
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={
        ticket === undefined
          ? t('past.title')
          : t('past.titleOf', { number: ticket.number, date: dayAndTime(ticket.openedAt, language) })
      }
    >
      {ticket?.erased !== true && (
        <p className={styles.readOnly}>
          {t('past.readOnly', { name: ticket?.assignedTo?.displayName ?? t('caller.nobody') })}
        </p>
      )}
      <div className={styles.talk}>{shown()}</div>
      <div className={styles.buttons}>
        <Button onPress={onClose}>{t('common.close')}</Button>
      </div>
    </Modal>
  );
}
