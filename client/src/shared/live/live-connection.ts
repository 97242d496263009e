import { type QueryClient } from '@tanstack/react-query';
import { io, type Socket } from 'socket.io-client';
import { ApiError } from '../api/request.js';
import {
  type ClientToServerEvents,
  type ConsoleEvent,
  consoleEventSchema,
  errorBody,
  type ServerToClientEvents,
  type SocketAuth,
  type TalkRoomView,
} from '../contract.js';
import { applyToDesk, applyToTalkRoom, type DeskState, type Viewer } from './apply-event.js';
import { askServer } from './ask-server.js';
import { Backoff } from './backoff.js';
import { closeGap } from './close-gap.js';
import { ErasedTickets } from './erased-tickets.js';
import { EventLog } from './event-log.js';
import {
  deskKey,
  everyTalkPeopleKey,
  refetchedKinds,
  talkPeopleKey,
  talkRoomKey,
  talkRoomsKey,
  ticketIdOfKey,
} from './query-keys.js';
import { followTold } from './follow-told.js';
import { SeenWords } from './seen-words.js';
import { SessionIdle } from './session-idle.js';
import { ShownReporter } from './shown-reporter.js';

export type LiveStatus =
  { readonly phase: 'connecting' | 'live' } | { readonly phase: 'lost'; readonly since: number };

const registrationPatienceMs = 3000;
const acknowledgementMs = 5000;
/** The server takes 50 open talk rooms from a console that reconnects. */
const openLimit = 40;

/**
 * Register, then fetch, then apply: the socket stands before the state is fetched, and events that came meanwhile are
 * applied to what was fetched. Everything it learns goes into the query cache; it holds no state of its own but the
 * newest events, for states that are still on their way.
 */
export class LiveConnection {
  /** What this browser has to forget, and does. */
  readonly erased: ErasedTickets;
  readonly idle: SessionIdle;
  readonly seen = new SeenWords();
  private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  private readonly log = new EventLog();
  private readonly openTickets = new Set<string>();
  private readonly statusListeners = new Set<() => void>();
  private readonly eventListeners = new Set<(event: ConsoleEvent) => void>();
  private readonly shownReporter = new ShownReporter((ticketId, ids) => this.sendShown(ticketId, ids));
  private readonly firstLive = Promise.withResolvers<void>();
  private readonly stopWatchingCache: () => void;
  private status: LiveStatus = { phase: 'connecting' };
  private readonly backoff = new Backoff();
  private hereTicketId: string | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;
  private stopped = false;

  constructor(
    private readonly queryClient: QueryClient,
    private readonly viewer: Viewer,
    private readonly onSessionEnded: () => void,
  ) {
    this.socket = io({
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
      auth: (say) => say(this.introduction()),
    });
    this.idle = new SessionIdle(this.socket);
    this.erased = new ErasedTickets(queryClient);
    this.erased.holding({ tickets: () => [], forget: (isErased) => this.log.forget(isErased) });
    this.listen();
    this.stopWatchingCache = this.watchCache();
    this.socket.connect();
  }

  getStatus = (): LiveStatus => this.status;

  subscribeStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  };

  onEvent(listener: (event: ConsoleEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  /** Resolves once events flow, or after a while without: a desk without live data is better than no desk. */
  async registered(): Promise<void> {
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, registrationPatienceMs);
    await Promise.race([this.firstLive.promise, patience.promise]);
    clearTimeout(timer);
  }

  /** Asks for the words of a ticket; to be done before its talk room is fetched. */
  async open(ticketId: string): Promise<void> {
    this.makeRoom();
    this.openTickets.add(ticketId);
    await this.registered();
    // While the connection is gone, the ticket is named in the introduction of the next one.
    if (!this.socket.connected) return;
    const socket = this.socket.timeout(acknowledgementMs);
    // Without the words' events a fetched talk room would silently grow old: better to try again.
    if ((await askServer(socket.emitWithAck('ticket.open', { ticketId }))) === 'passing')
      throw new ApiError(0, errorBody('unavailable').error);
  }

  /** A fetched desk with the events that came meanwhile; null when it has to be fetched again. */
  catchUpDesk(fetched: DeskState): DeskState | null {
    const missed = this.log.after(fetched.eventId);
    return (
      missed?.reduce(
        (desk, { event, receivedAt }) => applyToDesk(desk, event, this.viewer, receivedAt),
        fetched,
      ) ?? null
    );
  }

  catchUpTalkRoom(fetched: TalkRoomView): TalkRoomView | null {
    const missed = this.log.after(fetched.eventId);
    return missed?.reduce((room, { event }) => applyToTalkRoom(room, event), fetched) ?? null;
  }

  /** What happened after something was read; null when it has to be read again. */
  missedSince(eventId: number): ConsoleEvent[] | null {
    return this.log.after(eventId)?.map(({ event }) => event) ?? null;
  }

  /** This message of the caller's is on the screen now. */
  shown(ticketId: string, messageId: string): void {
    this.shownReporter.add(ticketId, messageId);
  }

  /** The person writes in this ticket now; said too late it would be wrong, so it is never kept for later. */
  typing(ticketId: string): void {
    if (this.socket.connected) this.socket.emit('ticket.typing', { ticketId }, () => undefined);
  }

  /** This talk is on the screen, and others on its ticket may see it; null: none is. */
  here(ticketId: string | null): void {
    this.hereTicketId = ticketId;
    if (this.socket.connected) this.socket.emit('ticket.here', { ticketId }, () => undefined);
  }

  /** The person writes in the talk that they let be seen, or stopped. */
  writing(ticketId: string, isWriting: boolean): void {
    if (this.socket.connected) this.socket.emit('ticket.writing', { ticketId, isWriting }, () => undefined);
  }

  stop(): void {
    this.stopped = true;
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.stopWatchingCache();
    this.erased.stop();
    this.shownReporter.stop();
    this.socket.disconnect();
  }

  private introduction(): SocketAuth {
    return { after: this.log.cursor, tickets: [...this.openTickets], holds: this.erased.held() };
  }

  private listen(): void {
    this.socket.on('event', (event) => this.receive(event));
    this.socket.on('live', ({ eventId }) => this.becomeLive(eventId));
    this.socket.on('resync', ({ eventId }) => {
      this.log.restart(eventId);
      this.refetch();
    });
    this.socket.on('ticket.people', ({ ticketId, people }) => {
      this.queryClient.setQueryData(talkPeopleKey(ticketId), people);
    });
    this.socket.on('erased', ({ ticketIds }) => this.erased.forget(ticketIds));
    this.socket.on('session.ended', () => this.endSession());
    this.socket.on('disconnect', (reason) => {
      this.lose();
      // The server closed it, for example because it stops: socket.io leaves that to us.
      if (reason === 'io server disconnect') this.retryLater();
    });
    this.socket.on('connect_error', (error) => {
      if (error.message === 'sign_in_required') return this.endSession();
      // Anything else passes: the server may be without its database, or not there at all.
      this.lose();
      // After a refusal by the server socket.io doesn't try again by itself.
      if (!this.socket.active) this.retryLater();
    });
  }

  private receive(raw: unknown): void {
    const parsed = consoleEventSchema.safeParse(raw);
    // An event we can't read is a gap like any other.
    if (!parsed.success) return this.refetch();
    const event = parsed.data;
    const receivedAt = Date.now();
    if (!this.log.push({ event, receivedAt })) return;
    this.queryClient.setQueryData<DeskState>(deskKey, (desk) =>
      desk === undefined ? undefined : applyToDesk(desk, event, this.viewer, receivedAt),
    );
    closeGap(this.queryClient, this.viewer, event);
    this.queryClient.setQueriesData<TalkRoomView>({ queryKey: talkRoomsKey }, (room) =>
      room === undefined ? undefined : applyToTalkRoom(room, event),
    );
    followTold(this.queryClient, this.viewer, event);
    for (const listener of this.eventListeners) listener(event);
    if (event.type === 'ticket.changed' && event.ticket.erased) this.erased.forget([event.ticket.id]);
  }

  private becomeLive(eventId: number): void {
    const hadNothingToReplay = this.log.cursor === null;
    this.log.reach(eventId);
    this.firstLive.resolve();
    this.backoff.reset();
    this.setStatus({ phase: 'live' });
    // A state fetched before the first registration may have missed what happened in between.
    if (hadNothingToReplay) this.refetch();
    else this.refetchFailed();
    void this.shownReporter.flush();
    // The server knows a new socket by nothing but what it says.
    if (this.hereTicketId !== null) this.here(this.hereTicketId);
  }

  private lose(): void {
    if (this.stopped || this.status.phase === 'lost') return;
    // Who is where, nobody knows without a connection.
    this.queryClient.setQueriesData({ queryKey: everyTalkPeopleKey }, []);
    this.setStatus({ phase: 'lost', since: Date.now() });
  }

  private retryLater(): void {
    if (this.stopped) return;
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.socket.connect(), this.backoff.take());
  }

  private endSession(): void {
    if (this.stopped) return;
    this.stop();
    this.onSessionEnded();
  }

  private setStatus(status: LiveStatus): void {
    this.status = status;
    for (const listener of this.statusListeners) listener();
  }

  /** Everything that is on the screen is fetched afresh; what isn't is forgotten. */
  private refetch(): void {
    this.queryClient.removeQueries({ queryKey: talkRoomsKey, type: 'inactive' });
    void this.queryClient.invalidateQueries({
      // A first fetch still under way notices by itself that the events it needs are gone.
      predicate: ({ queryKey, state }) =>
        (state.data !== undefined || state.status === 'error') &&
        (queryKey[0] === deskKey[0] || refetchedKinds.has(queryKey[0]) || ticketIdOfKey(queryKey) !== null),
    });
  }

  /** What couldn't be fetched while the server was away. */
  private refetchFailed(): void {
    void this.queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
  }

  /** A talk room is live exactly as long as the cache holds it. */
  private watchCache(): () => void {
    return this.queryClient.getQueryCache().subscribe(({ type, query }) => {
      const ticketId = type === 'removed' ? ticketIdOfKey(query.queryKey) : null;
      if (ticketId === null) return;
      this.seen.forget(ticketId);
      this.queryClient.removeQueries({ queryKey: talkPeopleKey(ticketId) });
      if (!this.openTickets.delete(ticketId) || !this.socket.connected) return;
      this.socket.emit('ticket.leave', { ticketId }, () => undefined);
    });
  }

  private makeRoom(): void {
    for (const ticketId of this.openTickets) {
      if (this.openTickets.size < openLimit) return;
      this.queryClient.removeQueries({ queryKey: talkRoomKey(ticketId), type: 'inactive' });
    }
  }

  private async sendShown(ticketId: string, messageIds: string[]): Promise<boolean> {
    if (!this.socket.connected) return false;
    const socket = this.socket.timeout(acknowledgementMs);
    // After a refusal for good, asking again would change nothing.
    return (await askServer(socket.emitWithAck('messages.shown', { ticketId, messageIds }))) !== 'passing';
  }
}
