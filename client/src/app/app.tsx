import { type JSX, lazy, Suspense, useEffect } from 'react';
import { useSession } from '../features/session/api/get-session.js';
import { navigate, paths, usePath } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import { rememberPlace } from './return-place.js';
import { SignInScreen } from './sign-in-screen.js';

// Whoever signs in waits for the form alone; the desk comes after.
const SignedIn = lazy(async () => ({ default: (await import('./signed-in.js')).SignedIn }));

// Opened once in a person's life here, or twice.
const JoinScreen = lazy(async () => ({ default: (await import('./join-screen.js')).JoinScreen }));

// Where the organisation's own sign-in sends back who was asked once more.
const VerifiedScreen = lazy(async () => ({
  default: (await import('./verified-screen.js')).VerifiedScreen,
}));

// On few screens, and on those for weeks.
const WallScreen = lazy(async () => ({ default: (await import('./wall-screen.js')).WallScreen }));

export function App(): JSX.Element {
  if (usePath() !== paths.wall) return <Console />;
  // It asks for nobody's session.
  return (
    <Suspense>
      <WallScreen />
    </Suspense>
  );
}

function Console(): JSX.Element {
  const session = useSession();
  const path = usePath();
  const isSignedOut = session.data === null;

  useEffect(() => {
    if (!isSignedOut || path === paths.signIn || path === paths.join || path === paths.verified) return;
    rememberPlace(null);
    navigate(paths.signIn, { replace: true });
  }, [isSignedOut, path]);

  if (path === paths.join) {
    return (
      <Suspense fallback={<LoadState query={session} />}>
        <JoinScreen />
      </Suspense>
    );
  }
  if (path === paths.verified) {
    return (
      <Suspense fallback={<LoadState query={session} />}>
        <VerifiedScreen />
      </Suspense>
    );
  }
  if (session.data === undefined) return <LoadState query={session} />;
  if (session.data === null) return <SignInScreen />;
  return (
    <Suspense fallback={<LoadState query={session} />}>
      <SignedIn session={session.data} />
    </Suspense>
  );
}
