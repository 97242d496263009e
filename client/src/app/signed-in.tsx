import { type JSX, lazy, Suspense, useEffect } from 'react';
import { AccountAlarms } from '../features/account-alarms/account-alarms.js';
import { hasDesk, isSupervisor, looksAfterHours } from '../features/session/api/get-session.js';
import { TicketAlarms } from '../features/ticket-alarms/ticket-alarms.js';
import { type SessionView, type TicketSummary } from '../shared/contract.js';
import { addressOf, paths, usePath } from '../shared/navigation/location.js';
import { SoundProvider } from '../shared/sound/sound-provider.js';
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

// Looked at now and then: a counselor's desk doesn't wait for it.
const HoursScreen = lazy(async () => ({ default: (await import('./hours-screen.js')).HoursScreen }));

export function SignedIn({ session }: { session: SessionView }): JSX.Element {
  useEffect(() => forgetWords(session.staff.id), [session.staff.id]);

  if (!hasDesk(session)) {
    return (
      <div className={styles.frame}>
        <Header session={session} />
        <AdministratorsScreen session={session} />
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
          <Screen session={session} />
        </div>
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
  return <Hours session={session} />;
}

function AdministratorsScreen({ session }: { session: SessionView }): JSX.Element {
  const path = usePath();
  if (path === paths.desk || path === paths.signIn) return <AdministratorScreen />;
  return <Hours session={session} />;
}

function Hours({ session }: { session: SessionView }): JSX.Element {
  const path = usePath();
  if (path !== paths.hours || !looksAfterHours(session)) return <NotFoundScreen />;
  return (
    <Suspense>
      <HoursScreen />
    </Suspense>
  );
}
