import { Inject, Logger, type OnApplicationShutdown, UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { type Connection, PresenceService } from '../../assignment/presence.service.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { withOrigin } from '../../audit/origin.js';
import { AppError } from '../../config/app-error.js';
import { Clock } from '../../config/clock.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { allowedOrigins, type Environment } from '../../config/environment.js';
import {
  type Acknowledgement,
  hereSchema,
  leaveTicketSchema,
  messagesShownSchema,
  openTicketSchema,
  socketAuthSchema,
  typingSchema,
  writingSchema,
} from '../../contract/socket.js';
import { Database } from '../../database/database.service.js';
import { describeError } from '../../database/worker.js';
import { Permit } from '../../staff/permit.js';
import { SessionService } from '../../staff/session.service.js';
import { AttentionService } from '../../ticket/attention.service.js';
import { noteTicketRead } from '../../ticket/ticket-trace.js';
import { TalkPresenceService } from '../../supervision/talk-presence.service.js';
import { erasedAmong } from '../../ticket/erased-tickets.js';
import { accessTicket } from '../../ticket/ticket.access.js';
import { type ConsoleServer, type ConsoleSocket, cutOff } from './console-socket.js';
import { ErrorFilter, isUnavailable } from '../http/error.filter.js';
import { LiveService } from './live.service.js';
import { sessionCookieName } from '../http/request.js';
import { SessionWatch } from './session-watch.js';
import { readCookie } from './socket-cookie.js';
import { parsePayload } from '../http/validation.js';

const HEARTBEAT_MS = 15_000;

/** The consoles' sockets. They carry events out and small notes in; everything that changes a ticket goes over HTTP. */
@WebSocketGateway()
@UseFilters(ErrorFilter)
export class ConsoleGateway
  implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, OnApplicationShutdown
{
  readonly #logger = new Logger(ConsoleGateway.name);
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: SessionService,
    private readonly live: LiveService,
    private readonly watch: SessionWatch,
    private readonly presence: PresenceService,
    private readonly attention: AttentionService,
    private readonly talks: TalkPresenceService,
    private readonly database: Database,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async afterInit(server: ConsoleServer): Promise<void> {
    const origins = allowedOrigins(this.environment);
    server.use((socket, next) => {
      const { origin } = socket.handshake.headers;
      if (origin !== undefined && !origins.has(origin)) next(new Error('origin_not_allowed'));
      else
        this.#authenticate(socket).then(
          () => next(),
          // Only who is known not to be signed in is sent away; while the database is away, nobody is known.
          (error: unknown) =>
            next(error instanceof AppError ? new Error(error.code) : new Error('unavailable')),
        );
    });
    this.#heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS);
    await this.live.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#heartbeat);
    await Promise.allSettled(
      [...this.live.sockets].map((socket) => this.presence.disconnected(connectionOf(socket))),
    );
  }

  async handleConnection(socket: ConsoleSocket): Promise<void> {
    try {
      const auth = socketAuthSchema.safeParse(socket.handshake.auth);
      const { after, tickets, holds } = auth.success ? auth.data : { after: null, tickets: [], holds: [] };
      for (const ticketId of tickets)
        await this.#open(socket, ticketId).catch((error: unknown) => {
          // What it may not read any more, it learns when it asks. A talk that only couldn't be opened now would look live.
          if (isUnavailable(error)) throw error;
        });
      await this.presence.connected(connectionOf(socket));
      // It may have left meanwhile, when there was nothing yet to undo.
      if (!socket.connected) return await this.handleDisconnect(socket);
      await this.live.join(socket, after);
      // What is erased from now on comes as an event; between the two there is no gap.
      const ticketIds = await erasedAmong(this.database, socket.data.principal, holds);
      if (ticketIds.length > 0) socket.emit('erased', { ticketIds });
    } catch (error) {
      // The console connects again by itself, with its cursor.
      this.#logger.warn(`a console could not be brought up to date: ${describeError(error)}`);
      socket.disconnect(true);
    }
  }

  async handleDisconnect(socket: ConsoleSocket): Promise<void> {
    this.live.leave(socket);
    try {
      await this.presence.disconnected(connectionOf(socket));
    } catch (error) {
      this.#logger.warn(
        `a console's leaving was not noted; its heartbeat will tell: ${describeError(error)}`,
      );
    }
  }

  @SubscribeMessage('session.use')
  @Permit('session.use')
  async useSession(@ConnectedSocket() { data }: ConsoleSocket): Promise<Acknowledgement> {
    await this.sessions.touch(data.token);
    // Every tab of the session takes back that it is about to end.
    if (typeof data.idleEnd === 'number') this.watch.poke();
    return { ok: true };
  }

  @SubscribeMessage('ticket.open')
  @Permit('ticket.read')
  async openTicket(
    @ConnectedSocket() socket: ConsoleSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    await this.#open(socket, parsePayload(openTicketSchema, payload).ticketId);
    return { ok: true };
  }

  @SubscribeMessage('ticket.leave')
  @Permit('ticket.read')
  leaveTicket(@ConnectedSocket() socket: ConsoleSocket, @MessageBody() payload: unknown): Acknowledgement {
    socket.data.openTickets.delete(parsePayload(leaveTicketSchema, payload).ticketId);
    return { ok: true };
  }

  @SubscribeMessage('messages.shown')
  @Permit('message.show')
  async messagesShown(
    @ConnectedSocket() socket: ConsoleSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    const { ticketId, messageIds } = parsePayload(messagesShownSchema, payload);
    await this.attention.markShown(socket.data.principal, ticketId, messageIds);
    return { ok: true };
  }

  @SubscribeMessage('ticket.typing')
  @Permit('ticket.type')
  async typing(
    @ConnectedSocket() socket: ConsoleSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    await this.attention.typing(socket.data.principal, parsePayload(typingSchema, payload).ticketId);
    return { ok: true };
  }

  @SubscribeMessage('ticket.here')
  @Permit('ticket.presence')
  async here(
    @ConnectedSocket() socket: ConsoleSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    const { ticketId } = parsePayload(hereSchema, payload);
    if (ticketId !== null)
      await accessTicket(this.database, socket.data.principal, ticketId, 'read', 'no-lock');
    await this.talks.here(socket.id, ticketId);
    return { ok: true };
  }

  @SubscribeMessage('ticket.writing')
  @Permit('ticket.presence')
  async writing(
    @ConnectedSocket() socket: ConsoleSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    const { ticketId, isWriting } = parsePayload(writingSchema, payload);
    await this.talks.writing(socket.id, ticketId, isWriting);
    return { ok: true };
  }

  socketsOf(token: string): string[] {
    return [...this.live.sockets].filter(({ data }) => data.token === token).map(({ id }) => id);
  }

  /** The session with this token ended: its consoles are told and cut off. */
  endSession(token: string): void {
    for (const socket of this.live.sockets) {
      if (socket.data.token === token) cutOff(socket);
    }
  }

  async #authenticate(socket: ConsoleSocket): Promise<void> {
    const token = readCookie(socket.handshake.headers.cookie, sessionCookieName(this.environment));
    const principal = await this.sessions.find(token);
    if (token === undefined || principal === undefined) throw new AppError('sign_in_required');
    Object.assign(socket.data, { principal, token, openTickets: new Set<string>(), cursor: 0, live: false });
  }

  async #open(socket: ConsoleSocket, ticketId: string): Promise<void> {
    const { principal } = socket.data;
    const at = this.clock.now();
    const head = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock', at);
    await withOrigin(originOf(socket), () => noteTicketRead(this.audit, principal, head));
    socket.data.openTickets.add(ticketId);
  }

  /** Keeps the consoles fresh, and what they may do. It keeps no session open: that is a person's to do. */
  async beat(): Promise<void> {
    try {
      const sockets = [...this.live.sockets];
      const isThere = (socketId: string) => sockets.some(({ id, connected }) => id === socketId && connected);
      await this.presence.heartbeat(sockets.map(connectionOf), isThere);
      for (const socket of sockets) {
        const principal = await this.sessions.find(socket.data.token);
        if (principal === undefined) cutOff(socket);
        else socket.data.principal = principal;
      }
    } catch (error) {
      this.#logger.warn(`heartbeat failed: ${describeError(error)}`);
    }
  }
}

/** Its session tells where it signed in from; behind a proxy, the socket itself doesn't. */
function originOf({ data }: ConsoleSocket): { sessionId: string } {
  return { sessionId: data.principal.sessionId };
}

function connectionOf(socket: ConsoleSocket): Connection {
  return { socketId: socket.id, staffId: socket.data.principal.staffId };
}
