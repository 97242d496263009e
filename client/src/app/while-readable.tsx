import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StandIn } from '../features/supervision/move-notices.js';
import { LeftReplies } from '../features/talk-room/left-replies.js';
import { useOutgoing } from '../features/talk-room/outgoing.js';
import { type DeskView, type SessionView } from '../shared/contract.js';
import { useIsOver, useTicketOfRoom } from '../shared/live/use-talk-room.js';
import { Link } from '../shared/navigation/link.js';
import { paths } from '../shared/navigation/location.js';
import { mayRead } from '../shared/session/rights.js';
import { EmptyState } from '../shared/ui/empty-state.js';

interface WhileReadableProps {
  session: SessionView;
  desk: DeskView;
  ticketId: string;
  /** Something beside it says so already. */
  isSilent?: boolean;
  children: ReactNode;
}

/** Shows something of a ticket, and lets go of it the moment it is somebody else's: by a take-over, a move, a handover. */
export function WhileReadable(props: WhileReadableProps): JSX.Element | null {
  const taken = props.desk.takenOver.find(({ id }) => id === props.ticketId);
  if (taken === undefined) return <Kept {...props} />;
  if (props.isSilent === true) return null;
  return (
    <StandIn ticket={taken}>
      <Left {...props} />
    </StandIn>
  );
}

/** Replies that were still here when it went. */
function Left({ session, ticketId }: WhileReadableProps): JSX.Element {
  return <LeftReplies replies={useOutgoing(session.staff.id, ticketId)} />;
}

function Kept(props: WhileReadableProps): JSX.Element | null {
  const { session, ticketId, isSilent = false, children } = props;
  const { t } = useTranslation();
  const ticket = useTicketOfRoom(ticketId);
  const isOver = useIsOver(ticketId);
  // One that has ended stays with whoever looked after it.
  const stays = ticket === undefined || (ticket.state === 'closed' && !isOver) || mayRead(session, ticket);
  if (stays) return <>{children}</>;
  if (isSilent) return null;
  const { alias, assignedTo } = ticket;
  const letGoTitle = (): string => {
    if (isOver) return t('letGo.over', { alias });
    return assignedTo === null
      ? t('letGo.waits', { alias })
      : t('letGo.others', { alias, name: assignedTo.displayName });
  };
  return (
    <EmptyState
      title={letGoTitle()}
      detail={t('letGo.detail')}
      action={
        <>
          <Left {...props} />
          <Link href={paths.desk}>{t('common.toDesk')}</Link>
        </>
      }
    />
  );
}
