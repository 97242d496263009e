import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWall, useWallLink } from '../features/wall/api/wall.js';
import { Wall } from '../features/wall/wall.js';
import { WallEnded, WallRefused } from '../features/wall/wall-ended.js';
import { ApiError, isPassing } from '../shared/api/request.js';
import { navigate, paths, useEnded } from '../shared/navigation/location.js';
import { LoadState } from '../shared/ui/load-state.js';
import { rememberPlace } from './return-place.js';
import { useTitle } from './use-title.js';

/** A server of another release may answer what this page doesn't understand: then it is fetched anew, this much later. */
const reloadMs = 60_000;

/** Below no session: a screen on the wall has a cookie of its own. A supervisor who looks at it brings theirs. */
export function WallScreen(): JSX.Element {
  const { t } = useTranslation();
  useTitle(t('wall.heading'));
  const token = useTokenInAddress();
  const link = useWallLink(token);
  const ended = useEnded();
  if (link.error instanceof ApiError && !isPassing(link.error)) return <WallRefused error={link.error} />;
  if (token !== null && !link.isSuccess) return <LoadState query={link} />;
  return ended === null ? <Asking key={token} /> : <WallEnded {...ended} />;
}

/** Behind the #, so that it is in no log; and taken away at once, so that it is in no history and on no photo. */
function useTokenInAddress(): string | null {
  const [token, setToken] = useState(tokenInAddress);
  useEffect(() => {
    const take = (): void => {
      const found = tokenInAddress();
      if (found === null) return;
      setToken(found);
      window.history.replaceState(null, '', paths.wall);
    };
    take();
    // Another link in the same window loads no new page.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}

function tokenInAddress(): string | null {
  const { hash } = window.location;
  return hash.length > 1 ? hash.slice(1) : null;
}

function Asking(): JSX.Element {
  const wall = useWall();
  const [hasShown, setHasShown] = useState(false);
  const { data, error } = wall;
  const queryClient = useQueryClient();
  useEffect(() => {
    if (data?.kind === 'shown') setHasShown(true);
    if (data?.kind !== 'over') return;
    // Whoever comes here without anything may sign in; a screen says from afar that it has stopped, and since when.
    const isNobody = data.of === 'session' && !hasShown;
    // Either way, who signs in here wants to see the wall.
    if (data.of === 'session' && data.isSignedOut) rememberPlace(null);
    queryClient.removeQueries({ queryKey: ['wall'] });
    navigate(isNobody ? paths.signIn : `${paths.wall}?ended=${Date.now()}&of=${data.of}`, { replace: true });
  }, [data, hasShown, queryClient]);
  const isUnclear = error instanceof ApiError && error.status === 200;
  useEffect(() => {
    if (!isUnclear) return undefined;
    const timer = setTimeout(() => window.location.reload(), reloadMs);
    return () => clearTimeout(timer);
  }, [isUnclear]);
  if (data?.kind !== 'shown') return <LoadState query={wall} />;
  return <Wall view={data.view} answeredAt={wall.dataUpdatedAt} />;
}
