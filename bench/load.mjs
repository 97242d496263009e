import { openConnections } from './connection.mjs';
import { percentile } from './figures.mjs';

/**
 * @typedef {object} LoadResult
 * @property {number} accepted answers with status 200
 * @property {number} refused other answers
 * @property {number} startedAt first request, `Date.now()`
 * @property {number} elapsedMs first request to last answer
 * @property {number} rps
 * @property {number} p50 milliseconds
 * @property {number} p99
 * @property {number} max
 */

/**
 * Closed loop: each connection sends its next request when it has the answer to the one before.
 * @param {{ port: number, requests: readonly Buffer[], connections: number, durationMs: number }} load
 * @returns {Promise<LoadResult>}
 */
export async function closedLoop({ port, requests, connections, durationMs }) {
  const open = await openConnections(port, connections);
  const tally = new Tally();
  let next = 0;
  const until = performance.now() + durationMs;
  try {
    await Promise.all(
      open.map(async (connection) => {
        while (next < requests.length && performance.now() < until) {
          const request = /** @type {Buffer} */ (requests[next]);
          next += 1;
          const sentAt = performance.now();
          tally.add(await connection.send(request), performance.now() - sentAt);
        }
      }),
    );
    return tally.result();
  } finally {
    for (const connection of open) connection.close();
  }
}

/**
 * Open loop: requests fall due at a fixed rate, whatever the answers do. Latency counts from the instant a request was
 * due, so a server that falls behind can't hide it.
 * @param {{ port: number, requests: readonly Buffer[], connections: number, rate: number }} load
 * @returns {Promise<LoadResult>}
 */
export async function openLoop({ port, requests, connections, rate }) {
  const open = await openConnections(port, connections);
  const tally = new Tally();
  const idle = [...open];
  const startedAt = performance.now();
  const dueAt = (/** @type {number} */ index) => startedAt + (index * 1000) / rate;
  let next = 0;
  const serve = async (/** @type {import('./connection.mjs').Connection} */ connection) => {
    while (next < requests.length && dueAt(next) <= performance.now()) {
      const index = next;
      next += 1;
      const status = await connection.send(/** @type {Buffer} */ (requests[index]));
      tally.add(status, performance.now() - dueAt(index));
    }
    idle.push(connection);
  };
  try {
    await new Promise((resolve, reject) => {
      const timer = setInterval(() => {
        if (tally.count === requests.length) {
          clearInterval(timer);
          resolve(undefined);
        }
        while (next < requests.length && dueAt(next) <= performance.now() && idle.length > 0) {
          const connection = idle.shift();
          if (connection !== undefined) serve(connection).catch(reject);
        }
      }, 1);
    });
    return tally.result();
  } finally {
    for (const connection of open) connection.close();
  }
}

class Tally {
  /** @type {number[]} */
  #latencies = [];
  #accepted = 0;
  #began = performance.now();
  #startedAt = Date.now();

  get count() {
    return this.#latencies.length;
  }

  /**
   * @param {number} status
   * @param {number} milliseconds
   */
  add(status, milliseconds) {
    if (status === 200) this.#accepted += 1;
    this.#latencies.push(milliseconds);
  }

  /** @returns {LoadResult} */
  result() {
    const elapsedMs = performance.now() - this.#began;
    return {
      accepted: this.#accepted,
      refused: this.count - this.#accepted,
      startedAt: this.#startedAt,
      elapsedMs,
      rps: (this.#accepted * 1000) / elapsedMs,
      p50: percentile(this.#latencies, 0.5),
      p99: percentile(this.#latencies, 0.99),
      max: percentile(this.#latencies, 1),
    };
  }
}
