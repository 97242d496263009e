import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { type DeskView } from '../../src/contract/desk.js';
import { type ErrorBody } from '../../src/contract/error.js';
import {
  type ClientToServerEvents,
  type ConsoleEvent,
  type ServerToClientEvents,
} from '../../src/contract/socket.js';
import { type MessageView } from '../../src/contract/message.js';
import {
  type ReplyRequest,
  type ReplyView,
  type TalkRoomView,
  type TicketSummary,
} from '../../src/contract/ticket.js';
import { type TalkPerson } from '../../src/contract/supervision.js';
import { eventually } from './wait.js';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** A counselor's console without its screen: signs in and speaks the same HTTP and sockets. */
export class ConsoleClient {
  #cookie = '';

  constructor(readonly url: string) {}

  static async signedIn(url: string, login: string): Promise<ConsoleClient> {
    const passwords: Record<string, string> = { sato: '1', suzuki: '2', tanaka: '3', admin: '4' };
    const client = new ConsoleClient(url);
    const answer = await client.signIn(login, `tomoshibi-demo-${passwords[login] ?? ''}`);
    if (answer.status !== 200) throw new Error(`${login} could not sign in: ${answer.status}`);
    return client;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** The same session at another process of the server. */
  at(url: string): ConsoleClient {
    const client = new ConsoleClient(url);
    client.#cookie = this.#cookie;
    return client;
  }

  async signIn(login: string, password: string, code?: string): Promise<Answer<unknown>> {
    return this.enter('/api/session', { login, password, code });
  }

  /** Asks for a session by whatever way, and keeps its cookie. */
  async enter<Body>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  }

  async request<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  }

  async desk(): Promise<DeskView> {
    return (await this.request<DeskView>('GET', '/api/desk')).body;
  }

  async talkRoom(ticketId: string): Promise<TalkRoomView> {
    return (await this.request<TalkRoomView>('GET', `/api/tickets/${ticketId}`)).body;
  }

  take(ticketId: string): Promise<Answer<TicketSummary & ErrorBody>> {
    return this.request('POST', `/api/tickets/${ticketId}/take`, {});
  }

  /** One bubble of text; answers with its message. */
  async reply(
    ticketId: string,
    text: string,
    clientId: string = randomUUID(),
  ): Promise<Answer<MessageView & ErrorBody>> {
    const { status, body } = await this.say(ticketId, { bubbles: [{ kind: 'text', text }] }, clientId);
    return { status, body: { ...body, ...body.messages?.[0] } as MessageView & ErrorBody };
  }

  say(
    ticketId: string,
    reply: Omit<ReplyRequest, 'clientId'>,
    clientId: string = randomUUID(),
  ): Promise<Answer<ReplyView & ErrorBody>> {
    return this.request('POST', `/api/tickets/${ticketId}/replies`, { clientId, ...reply });
  }

  /** Ends a consultation, with everything in it on the screen. */
  async close(ticketId: string): Promise<Answer<TicketSummary & ErrorBody>> {
    const seenThrough = await this.newestWord(ticketId);
    return this.request('POST', `/api/tickets/${ticketId}/close`, { seenThrough });
  }

  /** The caller's newest message in a talk, as this person's console has it; null: it may not read it, or there is none. */
  async newestWord(ticketId: string): Promise<string | null> {
    const { status, body } = await this.request<TalkRoomView>('GET', `/api/tickets/${ticketId}`);
    return status === 200
      ? (body.messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null)
      : null;
  }

  /** The first ticket that waits, once there is one. */
  async firstWaiting(accountId?: string): Promise<TicketSummary> {
    return eventually(
      async () =>
        (await this.desk()).waiting.find(
          (ticket) => accountId === undefined || ticket.accountId === accountId,
        ),
      'a waiting ticket',
    );
  }

  /** Opens a socket and collects what it is sent. */
  async live(
    after: number | null = null,
    tickets: readonly string[] = [],
    holds: readonly string[] = [],
  ): Promise<LiveConsole> {
    const socket: ConsoleSocket = io(this.url, {
      transports: ['websocket'],
      extraHeaders: { cookie: this.#cookie },
      auth: { after, tickets, holds },
      reconnection: false,
      forceNew: true,
    });
    return LiveConsole.started(socket);
  }
}

type ConsoleSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** A connected console's events, in the order in which they came. */
export class LiveConsole {
  readonly events: ConsoleEvent[] = [];
  readonly resyncs: number[] = [];
  /** What it was told to forget of what it said to hold. */
  readonly erased: string[] = [];
  /** In how many seconds its session ends unless somebody does something, as it was told each time. */
  readonly idle: (number | null)[] = [];
  /** Who is seen in the talks that it has open, as it was told last. */
  readonly people = new Map<string, TalkPerson[]>();
  ended = false;

  private constructor(readonly socket: ConsoleSocket) {
    socket.on('event', (event) => void this.events.push(event));
    socket.on('resync', ({ eventId }) => void this.resyncs.push(eventId));
    socket.on('erased', ({ ticketIds }) => void this.erased.push(...ticketIds));
    socket.on('session.idle', ({ secondsLeft }) => void this.idle.push(secondsLeft));
    socket.on('ticket.people', ({ ticketId, people }) => void this.people.set(ticketId, people));
    socket.on('session.ended', () => {
      this.ended = true;
    });
  }

  static async started(socket: ConsoleSocket): Promise<LiveConsole> {
    const console = new LiveConsole(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('live', () => resolve());
      socket.on('connect_error', reject);
    });
    return console;
  }

  /** Newest event id applied. */
  get cursor(): number {
    return this.events.at(-1)?.id ?? 0;
  }

  /** Everything that the caller said has been on this console's screen. */
  async shows({ ticket, messages }: TalkRoomView): Promise<void> {
    const messageIds = messages.filter(({ direction }) => direction === 'inbound').map(({ id }) => id);
    await this.socket.emitWithAck('messages.shown', { ticketId: ticket.id, messageIds });
  }

  openTicket(ticketId: string): Promise<unknown> {
    return this.socket.emitWithAck('ticket.open', { ticketId });
  }

  messages(ticketId: string): MessageView[] {
    return this.events.flatMap((event) =>
      event.type === 'message.changed' && event.message.ticketId === ticketId ? [event.message] : [],
    );
  }

  close(): void {
    this.socket.close();
  }
}
