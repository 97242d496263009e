import { createContext, useContext, useSyncExternalStore } from 'react';
import { type DesktopNotices, type NoticeState } from './desktop-notices.js';

export const NoticesContext = createContext<DesktopNotices | null>(null);

export function useNotices(): DesktopNotices {
  const notices = useContext(NoticesContext);
  if (notices === null) throw new Error('useNotices is used outside their provider');
  return notices;
}

export function useNoticeState(): NoticeState {
  const notices = useNotices();
  return useSyncExternalStore(notices.subscribe, notices.getState);
}

export function useMayScreenSleep(): boolean {
  const notices = useNotices();
  return useSyncExternalStore(notices.subscribe, notices.mayScreenSleep);
}
