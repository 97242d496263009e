import { useSyncExternalStore } from 'react';

export const paths = {
  desk: '/',
  board: '/board',
  wall: '/wall',
  shift: '/shift',
  hours: '/hours',
  signIn: '/sign-in',
  join: '/join',
  verified: '/verified',
  security: '/security',
  /** What auditors look at; below it, one address for each of it. */
  audit: '/audit',
  unusual: '/audit/unusual',
  disclosures: '/audit/disclosures',
  transparency: '/audit/transparency',
  /** What the commissioning body looks at. */
  figures: '/figures',
  publicReport: '/figures/transparency',
  /** What administrators look after; below it, one address for each of it. */
  administration: '/admin',
  accounts: '/admin/accounts',
  people: '/admin/people',
  emergency: '/emergency',
  search: '/search',
  editHours: '/admin/hours',
  texts: '/admin/texts',
  cannedTexts: '/admin/canned-texts',
  phones: '/admin/phones',
  categories: '/admin/categories',
  checklist: '/admin/checklist',
  handover: '/handover',
  announcements: '/announcements',
  erasure: '/admin/erasure',
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

/** What stands behind the path, for screens that keep what is chosen there. */
export function useSearch(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

/** Whether a session ran out, rather than was ended by its person. */
export function useHasEnded(): boolean {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).has('ended'));
}

/** When and with what a screen on the wall stopped, by the browser's clock; null while it hasn't. It outlives a reload. */
export function useEnded(): { readonly at: number; readonly of: 'wall' | 'session' } | null {
  const search = new URLSearchParams(useSearch());
  const at = Number(search.get('ended') ?? '');
  return at > 0 ? { at, of: search.get('of') === 'wall' ? 'wall' : 'session' } : null;
}

/** The ticket whose talk room is open stands in the address, so that reload and the back button keep it. */
export function useTicketInAddress(): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get('ticket'));
}

/** Which list of the board is open. */
export function useListInAddress(): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get('list'));
}

export function addressOfList(list: string): string {
  return `${paths.board}?list=${encodeURIComponent(list)}`;
}

export function addressOf(path: Path, ticketId: string | null): string {
  return ticketId === null ? path : `${path}?ticket=${encodeURIComponent(ticketId)}`;
}

/** The account whose hours are open. */
export function useAccountInAddress(): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get('account'));
}

export function addressOfAccount(accountId: string): string {
  return `${paths.accounts}/${encodeURIComponent(accountId)}`;
}

export function addressOfHours(accountId: string): string {
  return `${paths.hours}?account=${encodeURIComponent(accountId)}`;
}

/** The record of an emergency that is being read, beside the ticket that it belongs to. */
export function useRecordInAddress(): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get('record'));
}

export function addressOfRecord(ticketId: string, incidentId: string): string {
  return `${addressOf(paths.emergency, ticketId)}&record=${encodeURIComponent(incidentId)}`;
}
