import { type DefaultEventsMap, type Server, type Socket } from 'socket.io';
import { type ClientToServerEvents, type ServerToClientEvents } from '../../contract/socket.js';
import { type SignedIn } from '../../staff/principal.js';

/** What we know of one connected console. */
export interface ConsoleSocketData {
  principal: SignedIn;
  token: string;
  /** Tickets whose talk room is open there. */
  openTickets: Set<string>;
  /** Newest event it has been sent or may not see. */
  cursor: number;
  /** When its session ends for want of a person, as it was told last; undefined: nothing was told yet. */
  idleEnd?: number | null;
  /** Replay is over: it gets events as they come. */
  live: boolean;
}

export type ConsoleServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  ConsoleSocketData
>;
export type ConsoleSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  ConsoleSocketData
>;

/** Its session is over. */
export function cutOff(socket: ConsoleSocket): void {
  socket.emit('session.ended');
  socket.disconnect(true);
}
