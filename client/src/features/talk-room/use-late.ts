import { useCallback, useEffect, useRef, useState } from 'react';
import { type MessageView } from '../../shared/contract.js';
import { useLive } from '../../shared/live/live-context.js';

/**
 * A message of the caller's that came long after it was said: it stands at its own time, where nobody may look, so it
 * is pointed at until somebody has gone there.
 */
export function useLate(ticketId: string, messages: readonly MessageView[]): [string | null, () => void] {
  const live = useLive();
  const [late, setLate] = useState<string | null>(null);
  const known = useRef(new Set<string>());
  useEffect(() => {
    known.current = new Set(messages.map(({ id }) => id));
  }, [messages]);
  useEffect(
    () =>
      live.onEvent((event) => {
        if (event.type !== 'message.changed' || event.message.ticketId !== ticketId) return;
        const { id, direction, late: isLate, withdrawn } = event.message;
        if (direction !== 'inbound' || !isLate || known.current.has(id)) return;
        setLate((before) => (withdrawn === null ? id : before === id ? null : before));
      }),
    [live, ticketId],
  );
  return [late, useCallback(() => setLate(null), [])];
}
