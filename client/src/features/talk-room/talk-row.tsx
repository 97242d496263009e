import { type JSX, memo } from 'react';
import { DayRow, HappeningRow } from './centred-rows.js';
import { ImagesRow, MessageRow } from './message-row.js';
import { type OutgoingActions, OutgoingRow } from './outgoing-row.js';
import { HeldRow } from './held-row.js';
import { isSameRow, type Row } from './rows.js';

interface TalkRowProps extends OutgoingActions {
  row: Row;
}

/** One row of a talk; drawn again only when it looks different. */
export const TalkRow = memo(
  function TalkRow({ row, ...actions }: TalkRowProps): JSX.Element {
    switch (row.type) {
      case 'day':
        return <DayRow instant={row.instant} />;
      case 'event':
        return <HappeningRow message={row.message} />;
      case 'message':
        return <MessageRow message={row.message} isFirst={row.isFirst} isLastOfReply={row.isLastOfReply} />;
      case 'images':
        return <ImagesRow messages={row.messages} isFirst={row.isFirst} />;
      case 'held':
        return <HeldRow held={row.held} />;
      case 'outgoing':
        return <OutgoingRow reply={row.reply} {...actions} />;
    }
  },
  (a, b) => isSameRow(a.row, b.row) && a.onResend === b.onResend && a.onDiscard === b.onDiscard,
);
