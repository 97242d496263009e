import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { Server } from 'socket.io';
import { message, messageChanged, talkRoom, ticket, ticketChanged, uuid } from '../../../testing/fixtures.js';
import { errorBody } from '../contract.js';
import { LiveConnection, type LiveStatus } from './live-connection.js';
import { talkRoomKey } from './query-keys.js';

const viewer = { staffId: uuid(500), supervisedAccountIds: [] };
const onSessionEnded = jest.fn();
let http: HttpServer;
let server: Server;
let live: LiveConnection | undefined;
/** What the server answers to the next connections; after these, everybody is let in. */
let refusals: string[];
let asked: number;

beforeEach(async () => {
  onSessionEnded.mockClear();
  refusals = [];
  asked = 0;
  http = createServer();
  server = new Server(http);
  server.use((_socket, next) => {
    asked += 1;
    const refusal = refusals.shift();
    next(refusal === undefined ? undefined : new Error(refusal));
  });
  server.on('connection', (socket) => socket.emit('live', { eventId: 1 }));
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const { port } = http.address() as AddressInfo;
  Object.assign(globalThis, { location: new URL(`http://127.0.0.1:${port}/`) });
});

afterEach(async () => {
  live?.stop();
  live = undefined;
  await server.close();
  Reflect.deleteProperty(globalThis, 'location');
});

/** Connects, and notes each phase that the banner would see. */
function connect(queryClient = new QueryClient()): {
  phases: LiveStatus['phase'][];
  until: (phase: LiveStatus['phase']) => Promise<void>;
} {
  const connection = new LiveConnection(queryClient, viewer, onSessionEnded);
  live = connection;
  const phases: LiveStatus['phase'][] = [];
  connection.subscribeStatus(() => phases.push(connection.getStatus().phase));
  const until = (phase: LiveStatus['phase']): Promise<void> =>
    new Promise((resolve) => {
      const unsubscribe = connection.subscribeStatus(() => {
        if (connection.getStatus().phase !== phase) return;
        unsubscribe();
        resolve();
      });
    });
  return { phases, until };
}

test.each(['unavailable', 'anything else'])(
  'a console that is refused with “%s” says so and tries again, without a sign-out',
  async (refusal) => {
    refusals = [refusal];
    const { phases, until } = connect();
    await until('live');
    expect(phases).toEqual(['lost', 'live']);
    expect(asked).toBe(2);
    expect(onSessionEnded).not.toHaveBeenCalled();
  },
);

test('a console that the server cut off, and can’t take back at once, comes back too', async () => {
  const { phases, until } = connect();
  await until('live');
  refusals = ['unavailable'];
  server.disconnectSockets();
  await until('lost');
  await until('live');
  expect(phases).toEqual(['live', 'lost', 'live']);
  expect(asked).toBe(3);
  expect(onSessionEnded).not.toHaveBeenCalled();
});

test('only where the server asks to sign in the session is over, and nothing is tried again', async () => {
  refusals = ['sign_in_required'];
  const ended = new Promise<void>((resolve) => onSessionEnded.mockImplementationOnce(() => resolve()));
  connect();
  await ended;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(asked).toBe(1);
  expect(onSessionEnded).toHaveBeenCalledTimes(1);
});

test('the talk of a ticket that comes back from somebody else is fetched afresh', async () => {
  const queryClient = new QueryClient();
  const held = (number: number, staffId: string) =>
    ticket(number, { state: 'active', assignedTo: { id: staffId, displayName: 'somebody' } });
  const { until } = connect(queryClient);
  await until('live');
  // What nobody looks at is forgotten when the first state comes; the rest of that moment passes first.
  await new Promise((resolve) => setImmediate(resolve));
  for (const [number, staffId] of [
    [1, uuid(900)],
    [2, viewer.staffId],
  ] as const)
    queryClient.setQueryData(
      talkRoomKey(uuid(number)),
      talkRoom({ eventId: 1, ticket: held(number, staffId) }),
    );
  const heard = new Promise<void>((resolve) => {
    live?.onEvent((event) => (event.id === 3 ? resolve() : undefined));
  });
  server.emit('event', ticketChanged(2, held(1, viewer.staffId)));
  server.emit('event', ticketChanged(3, held(2, viewer.staffId)));
  await heard;
  const isKept = (number: number): boolean =>
    queryClient.getQueryData(talkRoomKey(uuid(number))) !== undefined;
  expect([isKept(1), isKept(2)]).toEqual([false, true]);
});

test('a caller who is erased is forgotten when the event comes, also by what could be applied later', async () => {
  const queryClient = new QueryClient();
  const { until } = connect(queryClient);
  await until('live');
  await new Promise((resolve) => setImmediate(resolve));
  const said = message(1);
  queryClient.setQueryData(talkRoomKey(uuid(1)), talkRoom({ eventId: 1, messages: [said] }));
  const heard = new Promise<void>((resolve) => {
    live?.onEvent((event) => (event.id === 4 ? resolve() : undefined));
  });
  server.emit('event', messageChanged(2, said));
  server.emit('event', ticketChanged(3, ticket(1, { erased: true })));
  server.emit('event', ticketChanged(4, ticket(2)));
  await heard;
  expect(JSON.stringify(queryClient.getQueryData(talkRoomKey(uuid(1))))).not.toContain('message 1');
  expect(JSON.stringify(live?.missedSince(1))).not.toContain('message 1');
  expect(live?.missedSince(1)).toHaveLength(2);
  // What was fetched before, and comes now, comes without its words.
  expect(live?.catchUpTalkRoom(talkRoom({ eventId: 1, messages: [said] }))).toMatchObject({
    ticket: { erased: true },
    messages: [],
  });
});

test('whoever could not hear it says at each registration what it holds, and forgets what the server names', async () => {
  const introduced: unknown[] = [];
  const queryClient = new QueryClient();
  const asks = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      introduced.push((socket.handshake.auth as { holds: unknown }).holds);
      socket.emit('erased', { ticketIds: [uuid(1)] });
      if (introduced.length === 2) resolve();
    });
  });
  const { until } = connect(queryClient);
  const forgotten = new Promise<void>((resolve) => {
    live?.erased.holding({ tickets: () => [uuid(1), uuid(2)], forget: () => resolve() });
  });
  await until('live');
  await forgotten;
  expect(live?.erased.has(uuid(1))).toBe(true);
  server.disconnectSockets();
  await asks;
  expect(introduced).toEqual([[uuid(1), uuid(2)], [uuid(2)]]);
});

/** Answers each with the next of these refusals, and then takes everything. */
function refusing(event: 'ticket.open' | 'messages.shown', codes: ('unavailable' | 'not_permitted')[]) {
  const said: unknown[] = [];
  server.on('connection', (socket) =>
    socket.on(event, (payload: unknown, acknowledge: (answer: unknown) => void) => {
      said.push(payload);
      const code = codes.shift();
      acknowledge(code === undefined ? { ok: true } : { ok: false, ...errorBody(code) });
    }),
  );
  return said;
}

test('a talk that the server can’t open for a moment is not taken for live: the caller of open tries again', async () => {
  const said = refusing('ticket.open', ['unavailable', 'not_permitted']);
  const { until } = connect();
  await until('live');
  await expect(live?.open(uuid(1))).rejects.toMatchObject({ status: 0, code: 'unavailable' });
  // What is refused for good is told by the request that follows.
  await live?.open(uuid(1));
  await live?.open(uuid(1));
  expect(said).toHaveLength(3);
});

test('what is on the screen is told again, until the server has taken it', async () => {
  const said = refusing('messages.shown', ['unavailable']);
  const { until } = connect();
  await until('live');
  live?.shown(uuid(1), uuid(7));
  while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said).toEqual([1, 2].map(() => ({ ticketId: uuid(1), messageIds: [uuid(7)] })));
});
