import { type JSX, lazy, Suspense, useEffect } from 'react';
import { useSession } from '../features/session/api/get-session.js';
import { navigate, paths, useEndedAt, usePath } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import { SignInScreen } from './sign-in-screen.js';

// Whoever signs in waits for the form alone; the desk comes after.
const SignedIn = lazy(async () => ({ default: (await import('./signed-in.js')).SignedIn }));

// Opened once in a person's life here, or twice.
const JoinScreen = lazy(async () => ({ default: (await import('./join-screen.js')).JoinScreen }));

// Seen only where a screen on the wall has stopped.
const WallEnded = lazy(async () => ({ default: (await import('../features/wall/wall-ended.js')).WallEnded }));

export function App(): JSX.Element {
  const session = useSession();
  const path = usePath();
  const isSignedOut = session.data === null;
  const endedAt = useEndedAt();
  const wallEndedAt = path === paths.wall ? endedAt : null;

  useEffect(() => {
    if (isSignedOut && path !== paths.signIn && path !== paths.join && wallEndedAt === null)
      navigate(paths.signIn, { replace: true });
    if (session.data && path === paths.signIn) navigate(paths.desk, { replace: true });
  }, [isSignedOut, session.data, path, wallEndedAt]);

  if (path === paths.join) {
    return (
      <Suspense fallback={<LoadState query={session} />}>
        <JoinScreen />
      </Suspense>
    );
  }
  if (session.data === undefined) return <LoadState query={session} />;
  if (session.data === null && wallEndedAt !== null) {
    return (
      <Suspense>
        <WallEnded at={wallEndedAt} />
      </Suspense>
    );
  }
  if (session.data === null) return <SignInScreen />;
  return (
    <Suspense fallback={<LoadState query={session} />}>
      <SignedIn session={session.data} />
    </Suspense>
  );
}
