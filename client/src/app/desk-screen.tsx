import { useIsMutating } from '@tanstack/react-query';
import { type JSX, useDeferredValue, useState } from 'react';
import { CallerPanel } from '../features/caller/caller-panel.js';
import { MoveNotices, TakenOver } from '../features/supervision/move-notices.js';
import { LeftReplies } from '../features/talk-room/left-replies.js';
import { type OutgoingReply, unsentIn, useAllOutgoing } from '../features/talk-room/outgoing.js';
import { PastTalk } from '../features/talk-room/past-talk.js';
import { TalkRoom } from '../features/talk-room/talk-room.js';
import { IncomingTickets } from '../features/transfer/incoming-tickets.js';
import { TicketLists } from '../features/waiting-list/ticket-lists.js';
import { type DeskView, type SessionView } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { addressOf, navigate, paths, useTicketInAddress } from '../shared/navigation/location.js';
import { takeTicketKey } from '../shared/tickets/take-ticket.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './desk-screen.module.css';
import { FollowUpSection } from './follow-up-section.js';
import { NoTalkRoom } from './no-talk-room.js';
import { ticketParts, useTicketActions } from './ticket-parts.js';
import { WhileReadable } from './while-readable.js';

const addressOfTicket = (ticketId: string): string => addressOf(paths.desk, ticketId);
const onTaken = (ticketId: string): void => navigate(addressOfTicket(ticketId));

export function DeskScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  const chosenId = useTicketInAddress();
  // The row is marked at once; the talk is made while the page still answers to every key. Meanwhile none stands there:
  // what is pressed in between must not do anything to the one before.
  const madeId = useDeferredValue(chosenId);
  const ticketId = madeId === chosenId ? madeId : null;
  const [showsCaller, setShowsCaller] = useState(false);
  const [pastId, setPastId] = useState<string | null>(null);
  const isTaking = useIsMutating({ mutationKey: takeTicketKey }) > 0;

  const outgoing = useAllOutgoing(session.staff.id);

  const actionsOf = useTicketActions(session, desk.data?.counselors);
  if (desk.data === undefined) return <LoadState query={desk} />;
  const { inTalk, below } = ticketParts(session, desk.data, 'desk');
  return (
    <main className={styles.desk} data-view={chosenId === null ? 'lists' : 'talk'}>
      <TicketLists
        desk={desk.data}
        selectedId={chosenId}
        addressOfTicket={addressOfTicket}
        unsentOf={(id) => unsentIn(outgoing, id)}
        actionsOf={actionsOf}
        onTaken={onTaken}
        top={
          <>
            <MoveNotices />
            <Left desk={desk.data} outgoing={outgoing} shownId={chosenId} />
            <IncomingTickets onAccepted={onTaken} />
          </>
        }
        belowMine={<TakenOver tickets={desk.data.takenOver} accounts={desk.data.accounts} />}
      >
        <FollowUpSection desk={desk.data} session={session} actionsOf={actionsOf} onTaken={onTaken} />
      </TicketLists>
      {/* While the next talk is being taken, nothing may be written into the one that still stands here. */}
      <div className={styles.talk} inert={isTaking}>
        {chosenId === null && <NoTalkRoom />}
        {ticketId !== null && (
          <WhileReadable session={session} desk={desk.data} ticketId={ticketId}>
            <TalkRoom
              key={ticketId}
              ticketId={ticketId}
              staffId={session.staff.id}
              accounts={desk.data.accounts}
              backAddress={paths.desk}
              onShowCaller={() => setShowsCaller(true)}
              {...inTalk}
            />
          </WhileReadable>
        )}
      </div>
      {ticketId !== null && (
        <WhileReadable session={session} desk={desk.data} ticketId={ticketId} isSilent>
          <CallerPanel
            key={ticketId}
            ticketId={ticketId}
            accounts={desk.data.accounts}
            isOver={showsCaller}
            onClose={() => setShowsCaller(false)}
            below={below}
            onOpenPast={setPastId}
          />
        </WhileReadable>
      )}
      {pastId !== null && (
        <PastTalk ticketId={pastId} staffId={session.staff.id} onClose={() => setPastId(null)} />
      )}
    </main>
  );
}

interface LeftProps {
  desk: DeskView;
  outgoing: readonly OutgoingReply[];
  /** There it stands in the place of the talk. */
  shownId: string | null;
}

/** What was written to callers who aren't one's own any more. */
function Left({ desk: { mine, takenOver }, outgoing, shownId }: LeftProps): JSX.Element {
  const aliasOf = (ticketId: string): string | undefined =>
    takenOver.find(({ id }) => id === ticketId)?.alias;
  const left = outgoing.filter(
    ({ ticketId }) => ticketId !== shownId && !mine.some(({ id }) => id === ticketId),
  );
  return (
    <div className={styles.left}>
      <LeftReplies replies={left} aliasOf={aliasOf} />
    </div>
  );
}
