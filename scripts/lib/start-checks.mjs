import { accessSync, constants, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';

/** A setting that makes a start impossible; the message is one line that names the variable. */
export class SettingError extends Error {
  /**
   * @param {string} variable
   * @param {string} message
   */
  constructor(variable, message) {
    super(`${variable}: ${message}`);
    this.name = 'SettingError';
  }
}

/**
 * Reads a port number from the environment. An empty variable counts as unset.
 * @param {string} variable
 * @param {number} fallback
 */
export function readPort(variable, fallback) {
  const text = process.env[variable]?.trim();
  if (text === undefined || text === '') return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new SettingError(
    variable,
    `"${text}" is not a port number. Set ${variable} to a number from 0 to 65535.`,
  );
}

/**
 * Listens for a moment. Answers the port that was taken, or the system's reason against it.
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number | string>}
 */
function tryListen(port, host) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => done(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/**
 * Makes sure a server can listen.
 * @param {{ variable: string, port: number, host: string }} wanted
 * @returns {Promise<number>} the port; a free one when 0 was asked for
 */
export async function requireFreePort({ variable, port, host }) {
  const result = await tryListen(port, host);
  if (result === 'EADDRINUSE') throw portTaken(variable, port);
  if (result === 'EACCES') {
    throw new SettingError(
      variable,
      `this user may not listen on port ${port}. Set ${variable} to a port of 1024 or above.`,
    );
  }
  if (typeof result === 'string') {
    throw new SettingError(
      'HOST',
      `it is not possible to listen on "${host}" (${result}). Set HOST to an address of this machine, such as 127.0.0.1.`,
    );
  }
  // Browsers may take "localhost" for ::1, where another program's answer would look like ours.
  const alsoReachedAs = host === '127.0.0.1' || host === 'localhost' ? ['127.0.0.1', '::1'] : [];
  for (const address of alsoReachedAs) {
    if ((await tryListen(result, address)) === 'EADDRINUSE') throw portTaken(variable, result);
  }
  return result;
}

/**
 * @param {string} variable
 * @param {number} port
 */
function portTaken(variable, port) {
  return new SettingError(
    variable,
    `port ${port} is in use by another program. Stop that program, or set ${variable} to another port.`,
  );
}

/**
 * Makes sure the data folder can be used, without creating it.
 * @param {string} path
 */
export function requireWritableFolder(path) {
  const wanted = resolve(path);
  let existing = wanted;
  try {
    while (statSync(existing, { throwIfNoEntry: false }) === undefined && dirname(existing) !== existing) {
      existing = dirname(existing);
    }
    if (!statSync(existing).isDirectory()) throw new Error(`${existing} is not a folder`);
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new SettingError(
      'DATA_DIR',
      `${wanted} can't be used as the data folder (${code ?? message}). Set DATA_DIR to a folder this user can write to.`,
    );
  }
}
