import { useEffect, useReducer } from 'react';
import type { PhoneAccount, PhoneEvent, PhoneSnapshot } from '../../server/phone-contract.js';
import { arrive, loadSnapshot, openFeed } from './api.js';

const nameKey = 'stand-in.caller';
const retryMs = 1_500;

type Action =
  | { readonly type: 'loaded'; readonly snapshot: PhoneSnapshot }
  | { readonly type: 'event'; readonly event: PhoneEvent };

/** Who uses this window: named in the address, or the same guest as last time. */
export function callerName(): string {
  const wanted = new URLSearchParams(location.search).get('caller')?.trim();
  if (wanted) return wanted.slice(0, 20);
  const remembered = localStorage.getItem(nameKey);
  if (remembered) return remembered;
  const guest = `ゲスト${Math.floor(1_000 + Math.random() * 9_000)}`;
  localStorage.setItem(nameKey, guest);
  return guest;
}

/** The caller's talks, kept current for as long as the page is open, also over a restart of the stand-in. */
export function useCaller(name: string, language: string): PhoneSnapshot | undefined {
  const [snapshot, dispatch] = useReducer(reduce, undefined);
  useEffect(() => {
    let feed: EventSource | undefined;
    let timer: number | undefined;
    let left = false;
    const again = (): void => {
      feed?.close();
      if (!left) timer = window.setTimeout(() => void connect(), retryMs);
    };
    const connect = async (): Promise<void> => {
      try {
        const { userId } = await arrive(name, language);
        if (left) return;
        const load = async (): Promise<void> =>
          dispatch({ type: 'loaded', snapshot: await loadSnapshot(userId) });
        feed = openFeed(userId);
        // First listen, then load: what happens in between comes twice and is merged by its id.
        feed.onopen = () => void load().catch(again);
        feed.onmessage = ({ data }: MessageEvent<string>) => {
          const event = JSON.parse(data) as PhoneEvent;
          if (event.type === 'reset') void load().catch(again);
          else dispatch({ type: 'event', event });
        };
        // The browser reconnects by itself unless the stand-in came back without knowing the caller.
        feed.onerror = () => feed?.readyState === EventSource.CLOSED && again();
      } catch {
        again();
      }
    };
    void connect();
    return () => {
      left = true;
      window.clearTimeout(timer);
      feed?.close();
    };
  }, [name, language]);
  return snapshot;
}

function reduce(snapshot: PhoneSnapshot | undefined, action: Action): PhoneSnapshot | undefined {
  if (action.type === 'loaded') return action.snapshot;
  const { event } = action;
  if (snapshot === undefined || event.type === 'reset') return snapshot;
  const accounts = snapshot.accounts.map((account) =>
    account.id === event.account ? applied(account, event) : account,
  );
  return { ...snapshot, accounts };
}

function applied(account: PhoneAccount, event: Exclude<PhoneEvent, { type: 'reset' }>): PhoneAccount {
  if (event.type === 'friendship') return { ...account, friendship: event.friendship };
  if (event.type === 'rich-menu') return { ...account, richMenuId: event.richMenuId };
  if (event.type === 'loading') return { ...account, loadingMs: event.forMs };
  const known = account.items.some((item) => item.id === event.item.id);
  const items = known
    ? account.items.map((item) => (item.id === event.item.id ? event.item : item))
    : [...account.items, event.item];
  return { ...account, items };
}
