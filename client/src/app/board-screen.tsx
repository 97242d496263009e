import { type JSX } from 'react';
import { FollowUpList } from '../features/follow-up/follow-up-list.js';
import { MuteList } from '../features/mutes/mute-list.js';
import { Board } from '../features/board/board.js';
import { TalkRoom } from '../features/talk-room/talk-room.js';
import { type SessionView } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { addressOf, navigate, paths, useTicketInAddress } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './board-screen.module.css';
import { ticketParts } from './ticket-parts.js';

export function BoardScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  const ticketId = useTicketInAddress();

  if (desk.data === undefined) return <LoadState query={desk} />;
  const { actionsOf, inTalk } = ticketParts(session, desk.data);
  return (
    <main className={styles.screen} data-view={ticketId === null ? 'board' : 'talk'}>
      <Board
        desk={desk.data}
        selectedId={ticketId}
        addressOfTicket={(id) => addressOf(paths.board, id)}
        followUps={
          <FollowUpList
            desk={desk.data}
            session={session}
            actionsOf={actionsOf}
            onTaken={(id) => navigate(addressOf(paths.desk, id))}
          />
        }
        mutes={<MuteList accounts={desk.data.accounts} />}
      />
      {ticketId !== null && (
        <div className={styles.talk}>
          <TalkRoom
            key={ticketId}
            ticketId={ticketId}
            staffId={session.staff.id}
            accounts={desk.data.accounts}
            backAddress={paths.board}
            isReadOnly
            {...inTalk}
          />
        </div>
      )}
    </main>
  );
}
