import { type JSX, useState } from 'react';
import { type Opened } from '../features/search/result-list.js';
import { SearchPage } from '../features/search/search-page.js';
import { PastTalk } from '../features/talk-room/past-talk.js';
import { type SessionView } from '../shared/contract.js';
import { inputOfInstant } from '../shared/format/input-time.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useFromServerNow } from '../shared/live/use-server-now.js';
import { addressOf, paths } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './shift-screen.module.css';

const dayOf = (now: number): string => inputOfInstant(now).slice(0, 10);

/** Words in consultations, and the talk at the place where they stand, over what was found. */
export function SearchScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  const today = useFromServerNow(dayOf);
  const [opened, setOpened] = useState<Opened | null>(null);
  if (desk.data === undefined) return <LoadState query={desk} />;
  const own = new Set(session.memberships.map(({ accountId }) => accountId));
  return (
    <main className={styles.screen}>
      <SearchPage
        accounts={desk.data.accounts.filter(({ id }) => own.has(id))}
        today={today}
        addressOnDesk={(ticketId) => addressOf(paths.desk, ticketId)}
        onOpen={setOpened}
      />
      {opened !== null && (
        <PastTalk
          ticketId={opened.ticketId}
          startAt={opened.messageId}
          staffId={session.staff.id}
          onClose={() => setOpened(null)}
        />
      )}
    </main>
  );
}
