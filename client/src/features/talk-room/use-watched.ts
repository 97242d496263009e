import { type RefCallback, useMemo } from 'react';
import { type MessageView } from '../../shared/contract.js';
import { useTalk } from './talk-context.js';

/** The ref for a message's element: what the caller wrote has to be seen, and what is whispered to the person. */
export function useWatched(message: MessageView): RefCallback<HTMLElement> | undefined {
  const { watch, watchWhisper } = useTalk();
  const { id, direction } = message;
  return useMemo(() => {
    if (direction !== 'inbound' && direction !== 'whisper') return undefined;
    const attach = (direction === 'inbound' ? watch : watchWhisper)(id);
    return (element) => (element === null ? undefined : attach(element));
  }, [id, direction, watch, watchWhisper]);
}
