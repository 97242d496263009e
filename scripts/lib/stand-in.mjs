import { fork } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './tools.mjs';

const LISTENS_WITHIN_MS = 30_000;

/**
 * Starts the stand-in for LINE as a process that can't outlive this one: it ends itself when the channel between the
 * two breaks off (so also after SIGKILL), and is killed when this process exits.
 * @param {{ port: number, relayUrl: string, isEnding: () => boolean }} options `isEnding`: its end is no surprise
 * @returns {Promise<string>} its address
 */
export function startStandIn({ port, relayUrl, isEnding }) {
  const child = fork(join(ROOT, 'dist/stand-in/server/main.js'), [], {
    env: {
      ...process.env,
      STAND_IN_PORT: String(port),
      RELAY_BASE_URL: relayUrl,
      STAND_IN_CONFIG: process.env['STAND_IN_CONFIG'] || join(ROOT, 'demo/line-stand-in.yaml'),
    },
  });
  // It keeps nothing that would need an orderly end.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return new Promise((listening, fail) => {
    const timer = setTimeout(() => fail(new Error('The LINE stand-in does not start.')), LISTENS_WITHIN_MS);
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', kill);
      fail(new Error(`The LINE stand-in could not start (${signal ?? `exit code ${code}`}).`));
    });
    child.on('message', (/** @type {unknown} */ message) => {
      const url = listeningUrl(message);
      if (url === null) return;
      clearTimeout(timer);
      // From here on it must not keep this process running by itself.
      child.unref();
      child.channel?.unref();
      child.once('exit', () => {
        if (!isEnding()) console.error('The LINE stand-in has ended; start again to go on with the demo.');
      });
      listening(url);
    });
  });
}

/** @param {unknown} message */
function listeningUrl(message) {
  if (typeof message !== 'object' || message === null) return null;
  const { type, url } = /** @type {{ type?: unknown, url?: unknown }} */ (message);
  return type === 'listening' && typeof url === 'string' ? url : null;
}
