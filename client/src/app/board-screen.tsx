import { type JSX } from 'react';
import { DebriefList } from '../features/debrief/debrief-list.js';
import { FollowUpList } from '../features/follow-up/follow-up-list.js';
import { MuteList } from '../features/mutes/mute-list.js';
import { Board } from '../features/board/board.js';
import { ApprovalRules } from '../features/supervision/approval-rules.js';
import { SupervisionQueue } from '../features/supervision/supervision-queue.js';
import { TalkRoom } from '../features/talk-room/talk-room.js';
import { WallsButton } from '../features/walls/walls-button.js';
import { type AccountView, type SessionView } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { addressOf, navigate, paths, useTicketInAddress } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './board-screen.module.css';
import { ticketParts, useTicketActions } from './ticket-parts.js';

export function BoardScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  const ticketId = useTicketInAddress();

  const actionsOf = useTicketActions(session, desk.data?.counselors);
  if (desk.data === undefined) return <LoadState query={desk} />;
  const { inTalk } = ticketParts(session, desk.data, 'board');
  return (
    <main className={styles.screen} data-view={ticketId === null ? 'board' : 'talk'}>
      <Board
        desk={desk.data}
        selectedId={ticketId}
        addressOfTicket={(id) => addressOf(paths.board, id)}
        supervision={
          <SupervisionQueue
            desk={desk.data}
            session={session}
            addressOfTicket={(id) => addressOf(paths.board, id)}
          />
        }
        rules={<ApprovalRules desk={desk.data} session={session} />}
        followUps={
          <FollowUpList
            desk={desk.data}
            session={session}
            actionsOf={actionsOf}
            onTaken={(id) => navigate(addressOf(paths.desk, id))}
          />
        }
        mutes={<MuteList accounts={desk.data.accounts} />}
        debriefs={<DebriefList desk={desk.data} />}
        walls={<WallsButton accounts={supervised(session, desk.data.accounts)} />}
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

function supervised({ memberships }: SessionView, accounts: readonly AccountView[]): AccountView[] {
  return accounts.filter(({ id }) =>
    memberships.some(({ accountId, role }) => accountId === id && role === 'supervisor'),
  );
}
