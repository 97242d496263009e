import { type JSX, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { DayRow, HappeningRow } from './centred-rows.js';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.js';
import { type OutgoingReply } from './outgoing.js';
import { OutgoingRow } from './outgoing-row.js';
import { buildRows, type Row } from './rows.js';
import { useShownMessages } from './use-shown-messages.js';
import { useStayAtBottom } from './use-stay-at-bottom.js';

interface MessageListProps {
  ticketId: string;
  staffId: string;
  messages: readonly MessageView[];
  outgoing: readonly OutgoingReply[];
  reportsShown: boolean;
  onResend: (reply: OutgoingReply) => void;
  onDiscard: (reply: OutgoingReply) => void;
}

export function MessageList(props: MessageListProps): JSX.Element {
  const { ticketId, staffId, messages, outgoing, reportsShown, onResend, onDiscard } = props;
  const { t } = useTranslation();
  const rows = useMemo(() => buildRows(messages, outgoing), [messages, outgoing]);
  const inbound = messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null;
  const { scroller, content, hasNew, toBottom } = useStayAtBottom(inbound, outgoing.at(-1)?.clientId ?? null);
  const watch = useShownMessages(ticketId, scroller, reportsShown);

  const render = (row: Row): JSX.Element => {
    switch (row.type) {
      case 'day':
        return <DayRow key={row.key} instant={row.instant} />;
      case 'event':
        return <HappeningRow key={row.key} message={row.message} watch={watch} />;
      case 'message':
        return (
          <MessageRow
            key={row.key}
            message={row.message}
            isFirst={row.isFirst}
            staffId={staffId}
            watch={watch}
          />
        );
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
          {rows.map(render)}
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
