import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ApiError, isPassing, request, requestNothing } from '../../../shared/api/request.js';
import { type WallView, wallViewSchema } from '../../../shared/contract.js';

/** A screen asks this often. */
const askMs = 5000;
/** What isn't answered by then is asked anew: an answer that comes later would be old. */
const patienceMs = 8000;

/** What the server last said: numbers, or that there are none for this screen any more. */
export type WallAnswer =
  | { readonly kind: 'shown'; readonly view: WallView }
  | { readonly kind: 'over'; readonly of: 'wall' }
  /** `isSignedOut`: else there is a session, but no wall for it. */
  | { readonly kind: 'over'; readonly of: 'session'; readonly isSignedOut: boolean };

/** That a wall or a session is over is an answer, not an error. */
async function ask(signal: AbortSignal): Promise<WallAnswer> {
  try {
    const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) };
    return { kind: 'shown', view: await request(wallViewSchema, '/api/wall', options) };
  } catch (error) {
    const code = error instanceof ApiError ? error.code : null;
    if (code === 'wall_ended') return { kind: 'over', of: 'wall' };
    if (code === 'sign_in_required' || code === 'not_permitted')
      return { kind: 'over', of: 'session', isSignedOut: code === 'sign_in_required' };
    throw error;
  }
}

/** The numbers, again and again until they are over; without a person, and so for as long as the wall lasts. */
export function useWall(): UseQueryResult<WallAnswer> {
  return useQuery({
    queryKey: ['wall'],
    queryFn: ({ signal }) => ask(signal),
    refetchInterval: ({ state }) => (state.data?.kind === 'over' ? false : askMs),
    refetchIntervalInBackground: true,
    retry: false,
    gcTime: 0,
  });
}

/** Opens a link, which can be done once. A screen that begins with it each morning goes on with what it got for it. */
async function open(token: string | null): Promise<true> {
  try {
    await requestNothing('/api/wall', { method: 'POST', body: { token } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'wall_link_unusable') throw error;
    const answer = await ask(new AbortController().signal).catch(() => null);
    if (answer?.kind !== 'shown' || answer.view.endsAt === null) throw error;
  }
  return true;
}

/** What this browser shows from then on is that wall. */
export function useWallLink(token: string | null): UseQueryResult<true> {
  return useQuery({
    queryKey: ['wall-link', token],
    queryFn: () => open(token),
    enabled: token !== null,
    retry: (count, error) => count < 2 && isPassing(error),
  });
}
