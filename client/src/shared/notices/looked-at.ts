import { v4 as uuid } from 'uuid';

/**
 * Which tab of this browser somebody looks at, and which talk they have there: told to the other tabs by locks, since
 * those end with their tab however it ends. Only pages that came over HTTPS have locks; elsewhere each tab is alone.
 */
const prefix = 'tomoshibi.looked-at.';
const ownTab = `${uuid()}.`;

export const isInSight = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

function hold(name: string): () => void {
  const over = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  navigator.locks
    // Given up before it was granted: nothing was held.
    .request(name, { signal: over.signal }, () => promise)
    .catch(() => undefined);
  return () => {
    over.abort();
    resolve();
  };
}

/** Tells the other tabs while this one is looked at; gives what ends it. */
export function tellLookedAt(ticketId: string | null): () => void {
  if (!('locks' in navigator)) return () => undefined;
  let release: (() => void) | null = null;
  const look = (): void => {
    if (isInSight()) release ??= hold(`${prefix}${ownTab}${ticketId ?? ''}`);
    else {
      release?.();
      release = null;
    }
  };
  const over = new AbortController();
  for (const change of ['focus', 'blur']) window.addEventListener(change, look, { signal: over.signal });
  document.addEventListener('visibilitychange', look, { signal: over.signal });
  look();
  return () => {
    over.abort();
    release?.();
  };
}

/**
 * Whether somebody looks at another tab of this browser.
 * @param ticketId and has this talk there
 */
export async function isLookedAtElsewhere(ticketId?: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  try {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name = '' }) => {
      const isOther = name.startsWith(prefix) && !name.startsWith(prefix + ownTab);
      return isOther && (ticketId === undefined || name.endsWith(`.${ticketId}`));
    });
  } catch {
    // A page that is going is told nothing.
    return false;
  }
}
