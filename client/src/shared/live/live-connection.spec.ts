import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { Server } from 'socket.io';
import { uuid } from '../../../testing/fixtures.js';
import { LiveConnection, type LiveStatus } from './live-connection.js';

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
function connect(): { phases: LiveStatus['phase'][]; until: (phase: LiveStatus['phase']) => Promise<void> } {
  const connection = new LiveConnection(new QueryClient(), viewer, onSessionEnded);
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
