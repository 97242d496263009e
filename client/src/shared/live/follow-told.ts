import { type QueryClient } from '@tanstack/react-query';
import { type ConsoleEvent } from '../contract.js';
import { type Viewer } from './apply-event.js';
import { glassesKey, incidentsKey, movesKey, talkRoomKey } from './query-keys.js';

/** What is asked for anew when an event tells that it changed. */
export function followTold(queryClient: QueryClient, viewer: Viewer, event: ConsoleEvent): void {
  if (event.type === 'moves.changed') void queryClient.invalidateQueries({ queryKey: movesKey });
  if (event.type === 'glass.changed') followGlass(queryClient, viewer, event);
}

/** What was read by broken glass goes with it, from the screen and from what is kept; what may be read still comes again. */
function followGlass(
  queryClient: QueryClient,
  viewer: Viewer,
  { ticketId, readerId, isOver }: Extract<ConsoleEvent, { type: 'glass.changed' }>,
): void {
  void queryClient.invalidateQueries({ queryKey: glassesKey });
  if (!isOver || readerId !== viewer.staffId) return;
  for (const queryKey of [talkRoomKey(ticketId), incidentsKey(ticketId)]) {
    queryClient.removeQueries({ queryKey, type: 'inactive' });
    void queryClient.resetQueries({ queryKey });
  }
}
