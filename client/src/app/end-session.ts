import { type QueryClient } from '@tanstack/react-query';
import { sessionKey } from '../features/session/api/get-session.js';
import { forgetWords } from '../shared/words/words-storage.js';
import { navigate, paths } from '../shared/navigation/location.js';

/**
 * Leaves nothing of the session behind. Unfinished replies survive only a session that ran out: the same person goes
 * on with them after signing in again.
 */
export function endSession(queryClient: QueryClient, reason: 'signed-out' | 'ended'): void {
  if (reason === 'signed-out') forgetWords();
  if (queryClient.getQueryData(sessionKey) === null) {
    // The socket heard of the end before the answer came: it was the person's own doing all the same.
    if (reason === 'signed-out') navigate(paths.signIn, { replace: true });
    return;
  }
  queryClient.setQueryData(sessionKey, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  navigate(reason === 'ended' ? `${paths.signIn}?ended` : paths.signIn, { replace: true });
}
