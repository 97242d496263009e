import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root, wherever the command was called from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends the tools that run just now, for example because the command itself is being ended. */
export function killTools() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Runs a Node program of the project to its end, quietly.
 * @param {string} script path of the program below the project's root
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] additions to the environment
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runTool(script, args, env = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve(ROOT, script), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += `${error.message}\n`));
    child.on('close', (code) => {
      running.delete(child);
      done({ code: code ?? 1, output });
    });
  });
}

/** @param {number} since a `performance.now()` */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
