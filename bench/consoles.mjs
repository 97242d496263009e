// Many consoles in a process of their own: they hold their sockets, and all of them lose and find the server at once.
import { io } from 'socket.io-client';
import { answerRequests } from './child.mjs';

const LIVE_WITHIN_MS = 30_000;

/** @type {{ socket: import('socket.io-client').Socket, cursor: number | null }[]} */
let consoles = [];

/**
 * @param {import('socket.io-client').Socket} socket
 * @returns {Promise<void>}
 */
function live(socket) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a console was not live in time')), LIVE_WITHIN_MS);
    socket.once('live', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.connect();
  });
}

/** @param {{ url: string, cookies: string[] }} settings */
async function open({ url, cookies }) {
  const opened = cookies.map((cookie) => {
    /** @type {{ socket: import('socket.io-client').Socket, cursor: number | null }} */
    const console = {
      cursor: null,
      socket: io(url, {
        transports: ['websocket'],
        extraHeaders: { cookie },
        auth: (say) => say({ after: console.cursor, tickets: [] }),
        autoConnect: false,
        reconnection: false,
        forceNew: true,
      }),
    };
    const reach = (/** @type {number} */ id) => (console.cursor = Math.max(console.cursor ?? 0, id));
    console.socket.on('event', ({ id }) => reach(id));
    console.socket.on('live', ({ eventId }) => reach(eventId));
    // Too much was missed: it fetches afresh, as a page does.
    console.socket.on('resync', ({ eventId }) => {
      reach(eventId);
      void fetch(`${url}/api/desk`, { headers: { cookie } }).then((answer) => answer.arrayBuffer());
    });
    return console;
  });
  await Promise.all(opened.map(({ socket }) => live(socket)));
  consoles = opened;
}

/** Every one goes, and every one comes back in the same moment. @returns how long until all of them were live */
async function storm() {
  for (const { socket } of consoles) socket.disconnect();
  const began = performance.now();
  await Promise.all(consoles.map(({ socket }) => live(socket)));
  return performance.now() - began;
}

answerRequests({
  open,
  storm,
  close: () => {
    for (const { socket } of consoles) socket.disconnect();
    consoles = [];
  },
});
process.send?.({ type: 'listening' });
