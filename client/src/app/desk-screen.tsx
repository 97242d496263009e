import { useIsMutating } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { CallerPanel } from '../features/caller/caller-panel.js';
import { PastTalk } from '../features/talk-room/past-talk.js';
import { TalkRoom } from '../features/talk-room/talk-room.js';
import { IncomingTickets } from '../features/transfer/incoming-tickets.js';
import { TicketLists } from '../features/waiting-list/ticket-lists.js';
import { type SessionView } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { addressOf, navigate, paths, useTicketInAddress } from '../shared/navigation/location.js';
import { takeTicketKey } from '../shared/tickets/take-ticket.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './desk-screen.module.css';
import { FollowUpSection } from './follow-up-section.js';
import { NoTalkRoom } from './no-talk-room.js';
import { ticketParts } from './ticket-parts.js';

const addressOfTicket = (ticketId: string): string => addressOf(paths.desk, ticketId);

export function DeskScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  const ticketId = useTicketInAddress();
  const [showsCaller, setShowsCaller] = useState(false);
  const [pastId, setPastId] = useState<string | null>(null);
  const isTaking = useIsMutating({ mutationKey: takeTicketKey }) > 0;

  if (desk.data === undefined) return <LoadState query={desk} />;
  const { actionsOf, inTalk, below } = ticketParts(session, desk.data);
  const onTaken = (id: string): void => navigate(addressOfTicket(id));
  return (
    <main className={styles.desk} data-view={ticketId === null ? 'lists' : 'talk'}>
      <TicketLists
        desk={desk.data}
        session={session}
        selectedId={ticketId}
        addressOfTicket={addressOfTicket}
        actionsOf={actionsOf}
        onTaken={onTaken}
        top={<IncomingTickets onAccepted={onTaken} />}
      >
        <FollowUpSection desk={desk.data} session={session} actionsOf={actionsOf} onTaken={onTaken} />
      </TicketLists>
      {/* While the next talk is being taken, nothing may be written into the one that still stands here. */}
      <div className={styles.talk} inert={isTaking}>
        {ticketId === null ? (
          <NoTalkRoom />
        ) : (
          <TalkRoom
            key={ticketId}
            ticketId={ticketId}
            staffId={session.staff.id}
            accounts={desk.data.accounts}
            backAddress={paths.desk}
            onShowCaller={() => setShowsCaller(true)}
            {...inTalk}
          />
        )}
      </div>
      {ticketId !== null && (
        <CallerPanel
          key={ticketId}
          ticketId={ticketId}
          accounts={desk.data.accounts}
          isOver={showsCaller}
          onClose={() => setShowsCaller(false)}
          below={below}
          onOpenPast={setPastId}
        />
      )}
      {pastId !== null && (
        <PastTalk ticketId={pastId} staffId={session.staff.id} onClose={() => setPastId(null)} />
      )}
    </main>
  );
}
