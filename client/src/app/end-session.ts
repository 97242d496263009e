import { type QueryClient } from '@tanstack/react-query';
import { sessionKey } from '../features/session/api/get-session.js';
import { forgetWords } from '../shared/words/words-storage.js';
import { type SessionView } from '../shared/contract.js';
import { navigate, paths } from '../shared/navigation/location.js';
import { forgetPlace, rememberPlace } from './return-place.js';

/**
 * Leaves nothing of the session behind. Unfinished replies, and where they were, survive only a session that ran out:
 * the same person goes on with them after signing in again.
 */
export function endSession(queryClient: QueryClient, reason: 'signed-out' | 'ended'): void {
  if (reason === 'signed-out') {
    forgetWords();
    forgetPlace();
  }
  const session = queryClient.getQueryData<SessionView | null>(sessionKey);
  if (session === null) {
    // The socket heard of the end before the answer came: it was the person's own doing all the same.
    if (reason === 'signed-out') navigate(paths.signIn, { replace: true });
    return;
  }
  if (reason === 'ended') rememberPlace(session?.staff.id ?? null);
  queryClient.setQueryData(sessionKey, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  navigate(reason === 'ended' ? `${paths.signIn}?ended` : paths.signIn, { replace: true });
}
