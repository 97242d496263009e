import { createContext, useContext, useSyncExternalStore } from 'react';
import { type LiveConnection, type LiveStatus } from './live-connection.js';

export const LiveContext = createContext<LiveConnection | null>(null);

export function useLive(): LiveConnection {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive is used outside the live connection');
  return live;
}

export function useLiveStatus(): LiveStatus {
  const live = useLive();
  return useSyncExternalStore(live.subscribeStatus, live.getStatus);
}
