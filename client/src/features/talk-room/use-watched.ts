import { type RefCallback, useMemo } from 'react';
import { type MessageView } from '../../shared/contract.js';
import { type WatchMessage } from './use-shown-messages.js';

/** The ref for a message's element: only what the caller wrote has to be seen. */
export function useWatched(message: MessageView, watch: WatchMessage): RefCallback<HTMLElement> | undefined {
  const { id, direction } = message;
  return useMemo(() => {
    if (direction !== 'inbound') return undefined;
    const attach = watch(id);
    return (element) => (element === null ? undefined : attach(element));
  }, [id, direction, watch]);
}
