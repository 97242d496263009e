import { useSyncExternalStore } from 'react';

export const paths = {
  desk: '/',
  board: '/board',
  hours: '/hours',
  signIn: '/sign-in',
  join: '/join',
  security: '/security',
  people: '/people',
} as const;
export type Path = (typeof paths)[keyof typeof paths];

const changed = 'tomoshibi:navigated';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(changed, listener);
  };
}

export function navigate(address: string, options: { replace?: boolean } = {}): void {
  if (address === window.location.pathname + window.location.search) return;
  if (options.replace) window.history.replaceState(null, '', address);
  else window.history.pushState(null, '', address);
  window.dispatchEvent(new Event(changed));
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname);
}

/** Whether a session ran out, rather than was ended by its person. */
export function useHasEnded(): boolean {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).has('ended'));
}

/** The ticket whose talk room is open stands in the address, so that reload and the back button keep it. */
export function useTicketInAddress(): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get('ticket'));
}

export function addressOf(path: Path, ticketId: string | null): string {
  return ticketId === null ? path : `${path}?ticket=${encodeURIComponent(ticketId)}`;
}

/** The account whose hours are open. */
export function useAccountInAddress(): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get('account'));
}

export function addressOfHours(accountId: string): string {
  return `${paths.hours}?account=${encodeURIComponent(accountId)}`;
}
