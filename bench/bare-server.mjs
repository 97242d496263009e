// The floor: the least that a webhook server can do and still keep what it was told. Node's own HTTP server verifies the
// signature over the raw bytes, parses the JSON and does one single-row INSERT per request through a pool of 16; then
// it tells one socket, in the same process, when one is connected.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';
import { answerRequests } from './child.mjs';

const POOL_SIZE = 16;
const INSERT =
  'INSERT INTO message (webhook_event_id, user_id, occurred_at, event) VALUES ($1, $2, $3, $4) RETURNING id';

const secret = process.env['CHANNEL_SECRET'] ?? '';
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: POOL_SIZE, min: POOL_SIZE });
pool.on('error', () => undefined);
await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.query('SELECT pg_sleep(0.05)')));

/**
 * @param {Buffer} body
 * @param {string} signature
 */
function isSigned(body, signature) {
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * @param {Buffer} body
 * @param {string} signature
 */
async function receive(body, signature) {
  if (!isSigned(body, signature)) return 401;
  const [event] = JSON.parse(body.toString('utf8')).events;
  const { rows } = await pool.query({
    name: 'insert',
    text: INSERT,
    values: [
      event.webhookEventId,
      event.source.userId,
      new Date(event.timestamp),
      Buffer.from(JSON.stringify(event)),
    ],
  });
  if (io.engine.clientsCount > 0) {
    const message = {
      id: rows[0].id,
      content: { kind: 'text', text: event.message.text },
      occurredAt: event.timestamp,
    };
    io.to('counselor').emit('event', { id: rows[0].id, type: 'message.changed', message });
  }
  return 200;
}

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = (/** @type {number} */ status) =>
      response.writeHead(status, { 'content-length': 0 }).end();
    receive(Buffer.concat(chunks), String(request.headers['x-line-signature'])).then(answer, () =>
      answer(500),
    );
  });
});
server.keepAliveTimeout = 65_000;
const io = new Server(server, { serveClient: false });
io.on('connection', (socket) => {
  void socket.join('counselor');
  socket.emit('live', { eventId: 0 });
});
answerRequests({});
server.listen(0, '127.0.0.1', () => {
  process.send?.({
    type: 'listening',
    port: /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  });
});
