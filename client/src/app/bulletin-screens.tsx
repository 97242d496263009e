import { type JSX } from 'react';
import { AnnouncementsPage } from '../features/bulletin/announcements-page.js';
import { ShiftNotesPage } from '../features/bulletin/shift-notes-page.js';
import { hasDesk, isSupervisor } from '../features/session/api/get-session.js';
import { type SessionView } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useServerOffset } from '../shared/live/use-server-now.js';
import { addressOf, paths } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './bulletin-screens.module.css';

/** What one shift tells the next. */
export function HandoverScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  if (desk.data === undefined) return <LoadState query={desk} />;
  const isMine = (ticketId: string): boolean => desk.data.mine.some(({ id }) => id === ticketId);
  return (
    <main className={styles.screen}>
      <ShiftNotesPage
        accounts={desk.data.accounts}
        addressOfTicket={(id) =>
          addressOf(isMine(id) || !isSupervisor(session) ? paths.desk : paths.board, id)
        }
        announceAddress={isSupervisor(session) || session.staff.administrator ? paths.announcements : null}
      />
    </main>
  );
}

export function AnnouncementsScreen({ session }: { session: SessionView }): JSX.Element {
  return (
    <main className={styles.screen}>
      {hasDesk(session) ? <WithClock /> : <AnnouncementsPage nowOf={() => Date.now()} />}
    </main>
  );
}

/** Whoever has a desk knows the server's clock. */
function WithClock(): JSX.Element {
  const offset = useServerOffset();
  return <AnnouncementsPage nowOf={() => Date.now() + offset} />;
}
