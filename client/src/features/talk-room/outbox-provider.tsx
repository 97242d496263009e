import { useQueryClient } from '@tanstack/react-query';
import { createContext, type JSX, type ReactNode, useContext, useEffect, useState } from 'react';
import { useLiveStatus } from '../../shared/live/live-context.js';
import { postReply, postReplyWhileLeaving } from './api/send-reply.js';
import { Outbox } from './outbox.js';

const OutboxContext = createContext<Outbox | null>(null);

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (outbox === null) throw new Error('useOutbox is used outside the outbox');
  return outbox;
}

/** Stands above all screens: what was written goes out also while another talk is open. */
export function OutboxProvider({ staffId, children }: { staffId: string; children: ReactNode }): JSX.Element {
  const queryClient = useQueryClient();
  const [outbox] = useState(
    () => new Outbox(queryClient, staffId, (reply) => postReply(queryClient, staffId, reply)),
  );
  const { phase } = useLiveStatus();
  useEffect(() => {
    outbox.start();
    const leave = (): void => outbox.leave((reply) => postReplyWhileLeaving(staffId, reply));
    // A browser may bring a page back as it was left.
    const comeBack = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) outbox.start();
    };
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', comeBack);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', comeBack);
      outbox.stop();
    };
  }, [outbox, staffId]);
  useEffect(() => {
    if (phase === 'live') outbox.wake();
  }, [outbox, phase]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}
