import { type JSX, lazy, Suspense, useEffect } from 'react';
import { AccountAlarms } from '../features/account-alarms/account-alarms.js';
import { hasDesk, isSupervisor, looksAfterHours } from '../features/session/api/get-session.js';
import { OfferRing } from '../features/offer/offer-ring.js';
import { BreakBanner } from '../features/presence/break-banner.js';
import { OutboxProvider } from '../features/talk-room/outbox-provider.js';
import { TicketAlarms } from '../features/ticket-alarms/ticket-alarms.js';
import { type SessionView, type TicketSummary } from '../shared/contract.js';
import { addressOf, navigate, paths, usePath } from '../shared/navigation/location.js';
import { SoundProvider } from '../shared/sound/sound-provider.js';
import { VerificationProvider } from '../shared/verification/verification-provider.js';
import { forgetWords } from '../shared/words/words-storage.js';
import { AdministratorScreen } from './administrator-screen.js';
import { Announcer } from './announcer.js';
import { BoardScreen } from './board-screen.js';
import { ConnectionBanner } from './connection-banner.js';
import { DeskScreen } from './desk-screen.js';
import { Header } from './header.js';
import { LiveProvider } from './live-provider.js';
import { NotFoundScreen } from './not-found-screen.js';
import styles from './signed-in.module.css';
import { PageTitle } from './page-title.js';

// Looked at now and then: a counselor's desk doesn't wait for them.
const HoursScreen = lazy(async () => ({ default: (await import('./hours-screen.js')).HoursScreen }));
const SecurityScreen = lazy(async () => ({
  default: (await import('./security-screen.js')).SecurityScreen,
}));
const PeopleScreen = lazy(async () => ({ default: (await import('./people-screen.js')).PeopleScreen }));

export function SignedIn({ session }: { session: SessionView }): JSX.Element {
  useEffect(() => forgetWords(session.staff.id), [session.staff.id]);

  if (!hasDesk(session)) {
    return (
      <div className={styles.frame}>
        <Header session={session} />
        <VerificationProvider>
          <AdministratorPages session={session} />
        </VerificationProvider>
      </div>
    );
  }
  return (
    <SoundProvider key={session.staff.id} staffId={session.staff.id}>
      <LiveProvider session={session}>
        <div className={styles.frame}>
          <Header session={session} />
          <ConnectionBanner />
          {isSupervisor(session) && (
            <TicketAlarms session={session} addressOf={(ticket) => addressOfAlarm(session, ticket)} />
          )}
          <AccountAlarms />
          <BreakBanner />
          <VerificationProvider>
            <OutboxProvider staffId={session.staff.id}>
              <Screen session={session} />
            </OutboxProvider>
          </VerificationProvider>
        </div>
        <OfferRing
          staffId={session.staff.id}
          onOpen={(ticketId) => navigate(addressOf(paths.desk, ticketId))}
        />
        <PageTitle />
        <Announcer />
      </LiveProvider>
    </SoundProvider>
  );
}

/** Their own talk on the desk, everybody else's beside the board. */
function addressOfAlarm(session: SessionView, ticket: TicketSummary): string {
  const isMine = ticket.state === 'active' && ticket.assignedTo?.id === session.staff.id;
  return addressOf(isMine ? paths.desk : paths.board, ticket.id);
}

function Screen({ session }: { session: SessionView }): JSX.Element {
  const path = usePath();
  if (path === paths.desk || path === paths.signIn) return <DeskScreen session={session} />;
  if (path === paths.board && isSupervisor(session)) return <BoardScreen session={session} />;
  return <SharedPages session={session} />;
}

/** An administrator alone belongs to no account: without a desk, and without a live connection. */
function AdministratorPages({ session }: { session: SessionView }): JSX.Element {
  const path = usePath();
  if (path === paths.desk || path === paths.signIn) return <AdministratorScreen />;
  return <SharedPages session={session} />;
}

/** What is not bound to a desk. */
function SharedPages({ session }: { session: SessionView }): JSX.Element {
  const path = usePath();
  const page = (): JSX.Element => {
    if (path === paths.security) return <SecurityScreen />;
    if (path === paths.hours && looksAfterHours(session)) return <HoursScreen />;
    if (path === paths.people && session.staff.administrator) return <PeopleScreen session={session} />;
    return <NotFoundScreen />;
  };
  return <Suspense>{page()}</Suspense>;
}
