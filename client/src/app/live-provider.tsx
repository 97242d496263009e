import { useQueryClient } from '@tanstack/react-query';
import { type JSX, type ReactNode, useEffect, useState } from 'react';
import { demoClockKey } from '../features/demo-clock/api/get-clock.js';
import { type SessionView } from '../shared/contract.js';
import { followKept } from '../shared/live/follow-kept.js';
import { followOpenings } from '../shared/live/follow-openings.js';
import { LiveConnection } from '../shared/live/live-connection.js';
import { LiveContext } from '../shared/live/live-context.js';
import { deskKey, refetchedKinds, talkRoomsKey } from '../shared/live/query-keys.js';
import { endSession } from './end-session.js';

interface LiveProviderProps {
  session: SessionView;
  children: ReactNode;
}

export function LiveProvider({ session, children }: LiveProviderProps): JSX.Element | null {
  const live = useLiveConnection(session);
  return live === null ? null : <LiveContext value={live}>{children}</LiveContext>;
}

/** A connection for as long as somebody is signed in; null until there is one. */
export function useLiveConnection(session: SessionView): LiveConnection | null {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveConnection | null>(null);

  useEffect(() => {
    const viewer = {
      staffId: session.staff.id,
      supervisedAccountIds: session.memberships
        .filter(({ role }) => role === 'supervisor')
        .map(({ accountId }) => accountId),
    };
    const connection = new LiveConnection(queryClient, viewer, () => endSession(queryClient, 'ended'));
    connection.onEvent((event) => {
      followKept(queryClient, event);
      followOpenings(queryClient, event);
      if (event.type === 'clock.changed') void queryClient.invalidateQueries({ queryKey: demoClockKey });
    });
    setLive(connection);
    return () => {
      connection.stop();
      // What no connection keeps right any more must not be shown later.
      queryClient.removeQueries({ queryKey: deskKey });
      queryClient.removeQueries({ queryKey: talkRoomsKey });
      queryClient.removeQueries({ predicate: ({ queryKey }) => refetchedKinds.has(queryKey[0]) });
    };
  }, [queryClient, session]);

  return live;
}
