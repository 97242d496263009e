import { useCallback, useRef } from 'react';
import { v4 as uuid } from 'uuid';

/**
 * Names what is sent: asked for again after a lost answer it has the same id, and is taken once. What was changed since
 * has another, or the server would take it for the words before.
 */
export function useClientId(): (what: object) => string {
  const named = useRef({ what: '', clientId: '' });
  return useCallback((what) => {
    const key = JSON.stringify(what);
    if (named.current.what !== key) named.current = { what: key, clientId: uuid() };
    return named.current.clientId;
  }, []);
}
