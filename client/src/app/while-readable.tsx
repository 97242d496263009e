import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StandIn } from '../features/supervision/move-notices.js';
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
  return props.isSilent === true ? null : <StandIn ticket={taken} />;
}

function Kept({ session, ticketId, isSilent = false, children }: WhileReadableProps): JSX.Element | null {
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
      action={<Link href={paths.desk}>{t('common.toDesk')}</Link>}
    />
  );
}
