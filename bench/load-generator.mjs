// The load generator, in a process of its own: it never shares an event loop with what it measures.
import { io } from 'socket.io-client';
import { manyWebhooks, textWebhook } from './bodies.mjs';
import { answerRequests } from './child.mjs';
import { Connection } from './connection.mjs';
import { percentile } from './figures.mjs';
import { closedLoop, openLoop } from './load.mjs';

const ARRIVES_WITHIN_MS = 5_000;

/** @type {Buffer[]} */
let requests = [];

/**
 * Sends one message after another at a fixed rate and notes when each appears on the socket.
 * @param {{ port: number, url: string, cookie: string, account: import('./bodies.mjs').Account, callers: string[],
 *   rate: number, count: number }} settings
 */
async function webhookToSocket({ port, url, cookie, account, callers, rate, count }) {
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    auth: { after: null, tickets: [] },
    reconnection: false,
    forceNew: true,
  });
  const connection = await Connection.open(port);
  /** @type {Map<string, number>} */
  const sentAt = new Map();
  /** @type {number[]} */
  const latencies = [];
  let twice = 0;
  /** @type {() => void} */
  let complete = () => undefined;
  const allArrived = new Promise((resolve) => (complete = () => resolve(undefined)));
  socket.on('event', (/** @type {any} */ event) => {
    const text = event.type === 'message.changed' ? event.message.content.text : undefined;
    if (typeof text !== 'string' || !text.startsWith('話しています ')) return;
    const sent = sentAt.get(text);
    if (sent === undefined) {
      twice += 1;
      return;
    }
    sentAt.delete(text);
    latencies.push(performance.now() - sent);
    if (latencies.length === count) complete();
  });
  try {
    await new Promise((resolve, reject) => {
      socket.once('live', resolve);
      socket.once('connect_error', reject);
    });
    const texts = Array.from({ length: count }, (_, index) => `話しています ${index}`);
    const webhooks = texts.map((text, index) =>
      textWebhook(account, callers[index % callers.length] ?? '', text),
    );
    const startedAt = performance.now();
    for (const [index, webhook] of webhooks.entries()) {
      const wait = startedAt + (index * 1000) / rate - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      sentAt.set(texts[index] ?? '', performance.now());
      const status = await connection.send(webhook);
      if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    }
    await Promise.race([allArrived, new Promise((resolve) => setTimeout(resolve, ARRIVES_WITHIN_MS))]);
    if (twice > 0) throw new Error(`${twice} messages came to the socket twice`);
    if (latencies.length < count)
      throw new Error(`${count - latencies.length} of ${count} messages never came to the socket`);
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), count };
  } finally {
    socket.close();
    connection.close();
  }
}

answerRequests({
  prepare: ({ account, callers, count }) => {
    requests = manyWebhooks(account, callers, count);
    return requests.length;
  },
  closed: (load) => closedLoop({ ...load, requests: requests.slice(0, load.count) }),
  open: (load) => openLoop({ ...load, requests }),
  socket: (settings) => webhookToSocket(settings),
});
process.send?.({ type: 'listening' });
