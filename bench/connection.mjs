import { connect } from 'node:net';

const SPLIT = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection, one request at a time. It understands just enough of HTTP to know the status and where an
 * answer ends, so that the generator takes little of the processors that it shares with what it measures.
 */
export class Connection {
  /** @type {((status: number) => void) | null} */
  #answered = null;
  /** @type {((error: Error) => void) | null} */
  #failed = null;
  /** @type {Buffer} */
  #received = Buffer.alloc(0);

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /**
   * @param {number} port
   * @returns {Promise<Connection>}
   */
  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /**
   * Sends a whole request and gives the status of its answer.
   * @param {Buffer} request
   * @returns {Promise<number>}
   */
  send(request) {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.socket.write(request);
    });
  }

  close() {
    this.socket.destroy();
  }

  /** @param {Buffer} chunk */
  #read(chunk) {
    const data = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = data.indexOf(SPLIT);
    const head = headEnd < 0 ? '' : data.toString('latin1', 0, headEnd);
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (headEnd >= 0 && Number.isNaN(length)) {
      this.#fail(new Error(`an answer without content-length: ${head.slice(0, 80)}`));
    } else if (headEnd < 0 || data.length < headEnd + 4 + length) {
      this.#received = data;
    } else {
      this.#received = data.subarray(headEnd + 4 + length);
      const answered = this.#answered;
      this.#answered = null;
      this.#failed = null;
      answered?.(Number(head.slice(9, 12)));
    }
  }

  /** @param {Error} error */
  #fail(error) {
    const failed = this.#failed;
    this.#answered = null;
    this.#failed = null;
    failed?.(error);
  }
}

/**
 * @param {number} port
 * @param {number} count
 */
export function openConnections(port, count) {
  return Promise.all(Array.from({ length: count }, () => Connection.open(port)));
}
